package dev.taskcast.store.jdbc.nemesis;

import dev.taskcast.thread.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A viewer who goes from node to node, each time on from the last id, and notes what may never happen: an id that falls, a state that
 * goes back, and an end that is never told. Thread-safe.
 */
final class Hopper implements AutoCloseable {
    private static final Pattern STATE = Pattern.compile(
            "\"type\":\"(init|update)\".*?\"id\":\"([^\"]+)\".*?\"status\":\"([a-z_]+)\"(?:,\"run\":(\\d+))?");
    private static final int LONGEST_MILLIS = 3_000;
    private static final long PAUSE_NANOS = 5_000_000;

    /**
     * How far a task is.
     *
     * @param run which run
     * @param status its status
     * @param at the newest id at that time
     */
    private record Seen(int run, String status, long at) {
        /** Within a run: it runs, it has ended, or it waits for the next one. Whoever waits may be canceled. */
        private int order() {
            return switch (status) {
                case "running" -> 1;
                case "pending" -> 3;
                case "canceled" -> 4;
                default -> 2;
            };
        }

        boolean isBefore(Seen other) {
            return run != other.run ? run < other.run && !isHandedBack(other) : order() < other.order();
        }

        /** A run that its node gives back before its handler has begun is none. */
        private boolean isHandedBack(Seen other) {
            return status.equals("pending") && other.status.equals("running") && run == other.run - 1 && at > other.at;
        }

        boolean isEnd() {
            return order() == 2 || order() == 4;
        }
    }

    private final Supplier<Integer> ports;
    private final Random random;
    private final Thread thread;

    // Guarded by this.
    private final Map<String, Seen> known = new HashMap<>(); // whatever a reset takes away
    private final Map<String, Seen> shown = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Map<String, List<String>> frames = new HashMap<>();
    private String lastId = "";
    private long position;
    private boolean wasReset;
    private int hops;
    private int resets;

    private volatile boolean closed;

    /**
     * Begins at once.
     *
     * @param ports the port of any node that answers; 0 for none
     * @param seed of its hops
     */
    Hopper(Supplier<Integer> ports, long seed) {
        this.ports = ports;
        random = new Random(seed);
        thread = Thread.ofPlatform().name("hopper").daemon().start(this::run);
    }

    private void run() {
        while (!closed) {
            int port = ports.get();
            try {
                if (port != 0) {
                    read(port, System.nanoTime() + random.nextInt(LONGEST_MILLIS) * 1_000_000L);
                }
            } catch (IOException gone) {
                // to another one
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void read(int port, long until) throws IOException {
        try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
            connection.setSoTimeout(LONGEST_MILLIS);
            String request =
                    "GET /tasks/events HTTP/1.1\r\nHost: localhost:" + port + "\r\nAccept: text/event-stream\r\n"
                            + (lastId.isEmpty() ? "" : "Last-Event-ID: " + lastId + "\r\n") + "\r\n";
            connection.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            wasReset = false;
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
            String id = "";
            String data = "";
            for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && !data.isEmpty()) { // else it was cut off in the middle
                    take(id, data, port);
                    data = "";
                    if (System.nanoTime() > until && position > 0) {
                        return;
                    }
                }
            }
        } finally {
            synchronized (this) {
                hops++;
            }
        }
    }

    private synchronized void take(String id, String data, int port) {
        if (data.contains("\"type\":\"reset\"")) {
            resets++;
            wasReset = true;
            shown.clear();
        }
        if (!id.isEmpty()) {
            long now = Long.parseLong(id);
            if (now < position && !wasReset) {
                faults.add("the id fell from " + position + " to " + now + " at " + port);
            }
            position = now;
            lastId = id;
        }
        Matcher state = STATE.matcher(data);
        if (state.find()) {
            String run = state.group(4);
            frames.computeIfAbsent(state.group(2), task -> new ArrayList<>())
                    .add("at " + port + ", hop " + hops + ", after " + lastId + ": id " + id + " "
                            + data.substring(0, Math.min(200, data.length())));
            seen(state.group(2), new Seen(run == null ? 0 : Integer.parseInt(run), state.group(3), position), port);
        }
    }

    private void seen(String task, Seen now, int port) {
        Seen before = known.get(task);
        if (before != null && now.isBefore(before)) {
            faults.add(task + " went back from " + before + " to " + now + " at " + port
                    + (wasReset ? ", after a reset" : "") + ", by " + frames.get(task));
        }
        known.put(task, now);
        shown.put(task, now);
    }

    /** Whether it can go on from somewhere. */
    synchronized boolean hasPosition() {
        return position > 0;
    }

    /** Those of some tasks that it shows, and not as ended. */
    synchronized List<String> notEnded(Set<String> tasks) {
        return tasks.stream()
                .filter(each -> shown.containsKey(each) ? !shown.get(each).isEnd() : resets == 0)
                .toList();
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    synchronized int hops() {
        return hops;
    }

    synchronized int resets() {
        return resets;
    }

    @Override
    public void close() {
        closed = true;
        if (!Threads.join(thread, Duration.ofSeconds(30))) {
            throw new IllegalStateException("A viewer must stop once its connection says nothing");
        }
    }
}
