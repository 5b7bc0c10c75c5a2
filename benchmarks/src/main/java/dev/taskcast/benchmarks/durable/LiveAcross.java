package dev.taskcast.benchmarks.durable;

import dev.taskcast.benchmarks.process.Jvm;
import dev.taskcast.benchmarks.process.Numbers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long it takes from {@code ctx.progress} on one node to the frame that a viewer gets from another one, and what that costs: two
 * JVMs, PostgreSQL and a viewer on one machine. Options: {@code --seconds=20}.
 */
final class LiveAcross {
    private static final Pattern PROGRESS = Pattern.compile("\"message\":\"on\",\"current\":([0-9]+)");
    private static final long SECOND = 1_000_000_000L;

    private final Place.Database database;
    private final Jvm running;
    private final Jvm showing;
    private final int port;
    private final int seconds;

    private LiveAcross(Place.Database database, Jvm running, Jvm showing, int port, int seconds) {
        this.database = database;
        this.running = running;
        this.showing = showing;
        this.port = port;
        this.seconds = seconds;
    }

    public static void main(String[] args) throws Exception {
        int seconds = 20;
        for (String arg : args) {
            if (!arg.startsWith("--seconds=")) {
                throw new IllegalArgumentException("option must be known, got: " + arg);
            }
            seconds = Integer.parseInt(arg.substring(10));
        }
        try (PostgresServer server = PostgresServer.start()) {
            Place.Database database = server.create();
            try (Jvm running = Jvm.start(0, List.of("-Xmx512m"), LiveNode.class, database.word());
                    Jvm showing = Jvm.start(1, List.of("-Xmx512m"), LiveNode.class, database.word())) {
                running.line();
                int port = Integer.parseInt(showing.line());
                LiveAcross measure = new LiveAcross(database, running, showing, port, seconds);
                System.out.println(
                        "| runs | each reports every | watched | p50 ms | p95 ms | p99 ms | frames/s | live"
                                + " writes/s | KB each | transactions/s | CPU of the node that runs, ms/s | of the one that shows |");
                System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
                measure.row(1, 100, null); // warms up
                measure.row(1, 1_000, "?task=x0");
                measure.row(1, 10, "?task=x0");
                measure.row(100, 100, null);
                measure.row(100, 100, "");
                measure.row(1_000, 100, null);
                measure.row(1_000, 100, "?task=x0");
                measure.row(1_000, 100, "");
            }
        }
    }

    private record Counters(long writes, long transactions, long running, long showing) {}

    private long ask(Jvm node, String order) throws IOException {
        node.send(order);
        return Long.parseLong(node.line());
    }

    private Counters counters() throws IOException, SQLException {
        return new Counters(
                number("SELECT coalesce(max(number), 0) FROM taskcast_live"),
                number("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"),
                ask(running, "cpu"),
                ask(showing, "cpu"));
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void row(int runs, int millis, @Nullable String query) throws Exception {
        ask(running, "run " + runs + " " + millis);
        List<Double> latencies = new ArrayList<>();
        Thread.sleep(3_000);
        Socket viewer = query == null ? null : new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader frames = viewer == null || query == null ? null : open(viewer, query);
        if (frames != null) {
            read(frames, new ArrayList<>(), System.nanoTime() + 3 * SECOND);
        }
        Counters before = counters();
        long begun = System.nanoTime();
        if (frames == null) {
            Thread.sleep(1_000L * seconds);
        } else {
            read(frames, latencies, begun + seconds * SECOND);
        }
        double took = (System.nanoTime() - begun) / 1e9;
        Counters after = counters();
        long bytes = number("SELECT coalesce(avg(length(data)), 0)::bigint FROM taskcast_live");
        if (viewer != null) {
            viewer.close();
        }
        ask(running, "end");
        System.out.printf(
                Locale.ROOT,
                "| %,d | %,d ms | %s | %s | %s | %s | %,.0f | %.1f | %.1f | %.0f | %.1f | %.1f |%n",
                runs,
                millis,
                query == null ? "no" : query.isEmpty() ? "all" : "one",
                percentile(latencies, 0.5),
                percentile(latencies, 0.95),
                percentile(latencies, 0.99),
                latencies.size() / took,
                (after.writes - before.writes) / took,
                query == null ? 0 : bytes / 1024.0,
                (after.transactions - before.transactions) / took,
                (after.running - before.running) / 1e6 / took,
                (after.showing - before.showing) / 1e6 / took);
        Thread.sleep(11_000); // until what was watched is no longer
    }

    private static String percentile(List<Double> latencies, double part) {
        return latencies.isEmpty() ? "" : String.format(Locale.ROOT, "%.0f", Numbers.percentile(latencies, part));
    }

    private static BufferedReader open(Socket viewer, String query) throws IOException {
        String request = "GET /tasks/events" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        viewer.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(viewer.getInputStream(), StandardCharsets.UTF_8), 1 << 16);
    }

    /** Reads frames until then; what it takes to read one counts. */
    private static void read(BufferedReader frames, List<Double> latencies, long until) throws IOException {
        while (System.nanoTime() < until) {
            String line = frames.readLine();
            if (line == null) {
                throw new IOException("a stream must go on, but it ended");
            }
            Matcher progress = PROGRESS.matcher(line);
            if (line.contains("\"type\":\"update\"") && progress.find()) {
                latencies.add((LiveNode.micros() - Double.parseDouble(progress.group(1))) / 1_000);
            }
        }
    }
}
