package dev.taskcast.store.jdbc.nemesis;

import dev.taskcast.store.jdbc.crash.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The processes that are on the database, each with its {@link Link}. Used by one thread, but for {@link #anyPort}. */
final class Cluster implements AutoCloseable {
    /** What is said of a link after it was silent: until what waited on it has given up, and has connected anew. */
    private static final long AFTER_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final int MOST_MINUTES_WRONG = 5;

    private final String url; // with %d for the port
    private final int databasePort;
    private final History history;
    private final List<Node> nodes = new ArrayList<>();
    private int started;

    /** A process that is there. */
    final class Node {
        final String name;
        final Link link = new Link(databasePort);
        private final Process process;
        private final Thread reader;
        private volatile int port;

        private Node(String mode, Random random) throws IOException {
            name = "n" + started++;
            long off = (random.nextInt(2 * MOST_MINUTES_WRONG + 1) - MOST_MINUTES_WRONG) * 60_000L;
            process = Processes.start(NemesisWorker.class, url.formatted(link.port()), name, String.valueOf(off), mode);
            reader = Thread.ofPlatform().daemon().name("said by " + name).start(this::read);
        }

        private void read() {
            BufferedReader said = process.inputReader();
            said.lines().forEach(line -> {
                if (line.startsWith("READY ")) {
                    port = Integer.parseInt(line.substring("READY ".length()));
                } else {
                    history.said(name, line);
                }
            });
        }

        boolean isReady() {
            return port != 0;
        }

        /** As a machine that is suspended, or goes on. */
        void signal(String signal) throws IOException, InterruptedException {
            int failed = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (failed != 0) {
                throw new IllegalStateException(name + " must be there to be sent " + signal);
            }
        }

        /** Nothing came through since a time. */
        void wasSilentSince(long from) {
            history.away(name, from, System.nanoTime() + AFTER_SILENCE_NANOS);
        }
    }

    Cluster(String url, int databasePort, History history) {
        this.url = url;
        this.databasePort = databasePort;
        this.history = history;
    }

    void start(String mode, Random random) throws IOException {
        Node node = new Node(mode, random);
        synchronized (nodes) {
            nodes.add(node);
        }
    }

    Node any(Random random) {
        synchronized (nodes) {
            return nodes.get(random.nextInt(nodes.size()));
        }
    }

    List<Node> all() {
        synchronized (nodes) {
            return List.copyOf(nodes);
        }
    }

    /** Of a node that has said that it is ready. Any thread. */
    int anyPort() {
        List<Node> ready = all().stream().filter(Node::isReady).toList();
        return ready.isEmpty() ? 0 : ready.get(ThreadLocalRandom.current().nextInt(ready.size())).port;
    }

    /** At once, and all that it has said is known. */
    void kill(Node node) throws InterruptedException {
        node.process.toHandle().destroyForcibly();
        node.process.waitFor();
        left(node);
    }

    /** In an orderly way, if it can. */
    void end(Node node) throws InterruptedException {
        try (OutputStream orders = node.process.getOutputStream()) {
            orders.write("close\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            // it has gone by itself
        }
        if (!node.process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException(node.name + " does not end");
        }
        left(node);
    }

    private void left(Node node) throws InterruptedException {
        long at = System.nanoTime();
        node.reader.join();
        history.gone(node.name, at);
        node.link.close();
        synchronized (nodes) {
            nodes.remove(node);
        }
    }

    @Override
    public void close() {
        try {
            for (Node node : all()) {
                kill(node);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
