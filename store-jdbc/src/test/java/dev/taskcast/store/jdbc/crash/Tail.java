package dev.taskcast.store.jdbc.crash;

import dev.taskcast.thread.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A viewer who reads the stream, and goes on from the last id each time that the server is gone. It notes what may never
 * happen: an id that falls, the same end of the same run twice, a reset where all could be replayed.
 */
final class Tail implements AutoCloseable {
    private static final Pattern UPDATE = Pattern.compile(
            "\"type\":\"(init|update)\".*?\"id\":\"([^\"]+)\".*?\"status\":\"([a-z_]+)\"(?:,\"run\":(\\d+))?");

    private final int port;
    private final Map<String, String> newest = new ConcurrentHashMap<>();
    private final Set<String> ends = ConcurrentHashMap.newKeySet();
    private final List<String> faults = new ArrayList<>(); // guarded by itself
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Socket socket;
    private volatile String lastId = ""; // written by its thread
    private long position;
    private boolean begun;

    Tail(int port) {
        this.port = port;
        thread = Thread.ofPlatform().name("tail").daemon().start(this::run);
    }

    private void run() {
        while (!closed) {
            try {
                read();
            } catch (IOException gone) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() throws IOException {
        try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket = connection;
            String request =
                    "GET /tasks/events HTTP/1.1\r\nHost: localhost:" + port + "\r\nAccept: text/event-stream\r\n"
                            + (lastId.isEmpty() ? "" : "Last-Event-ID: " + lastId + "\r\n") + "\r\n";
            connection.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
            String id = "";
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && !data.isEmpty()) { // else it was cut off in the middle
                    take(id, data);
                    data = "";
                }
            }
        }
    }

    private void take(String id, String data) {
        if (!id.isEmpty()) {
            long now = Long.parseLong(id);
            if (now < position) {
                fault("id fell from " + position + " to " + now);
            }
            position = now;
            lastId = id;
        }
        if (data.contains("\"type\":\"reset\"") && begun) {
            fault("reset after " + lastId);
        }
        begun |= data.contains("\"type\":\"ready\"");
        Matcher update = UPDATE.matcher(data);
        if (update.find()) {
            newest.put(update.group(2), update.group(3));
            boolean ended =
                    update.group(3).equals("completed") || update.group(3).equals("error");
            if (ended && update.group(1).equals("update") && !ends.add(update.group(2) + " " + update.group(4))) {
                fault("told twice: " + data);
            }
        }
    }

    /** Whether it can go on from somewhere. */
    boolean hasPosition() {
        return !lastId.isEmpty();
    }

    private void fault(String what) {
        synchronized (faults) {
            faults.add(what);
        }
    }

    List<String> faults() {
        synchronized (faults) {
            return List.copyOf(faults);
        }
    }

    /** The newest status of each task, as this viewer was told. */
    Map<String, String> newest() {
        return newest;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        Socket open = socket;
        if (open != null) {
            open.close();
        }
        if (!Threads.join(thread, Duration.ofSeconds(30))) {
            throw new IllegalStateException("A viewer must stop when its connection is closed");
        }
    }
}
