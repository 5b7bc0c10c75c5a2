package dev.taskcast.benchmarks.durable;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A PostgreSQL of our own with its defaults, fsync included. */
final class PostgresServer implements AutoCloseable {

    private final EmbeddedPostgres server;
    private int databases;

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    static PostgresServer start() throws IOException, SQLException {
        // What the library would set otherwise, for tests.
        var started = new PostgresServer(EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100")
                .start());
        started.check("fsync", "on");
        started.check("synchronous_commit", "on");
        return started;
    }

    /** A database that is empty; whatever others have left to write is written before. */
    Place.Database create() throws SQLException {
        String name = "jobs" + ++databases;
        run("postgres", "CREATE DATABASE " + name, "CHECKPOINT");
        return place(name);
    }

    void drop(Place.Database database) throws SQLException {
        run("postgres", "DROP DATABASE " + database.name() + " WITH (FORCE)");
    }

    /** Leaves the server as it would be some time after all was stored. */
    static void settle(Place place) throws SQLException {
        if (place instanceof Place.Database database) {
            run(database, "VACUUM ANALYZE", "CHECKPOINT");
        }
    }

    /** Version and settings that matter. */
    String description() throws SQLException {
        return "PostgreSQL " + show("server_version") + ", fsync " + show("fsync") + ", synchronous_commit "
                + show("synchronous_commit") + ", wal_sync_method " + show("wal_sync_method") + ", shared_buffers "
                + show("shared_buffers");
    }

    /** CPU time of its processes. */
    long cpuNanos() throws IOException, SQLException {
        Path file = Path.of(show("data_directory"), "postmaster.pid");
        long postmaster = Long.parseLong(Files.readAllLines(file).getFirst().strip());
        return ProcessHandle.of(postmaster).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(each ->
                        each.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
    }

    private void check(String setting, String value) throws SQLException {
        if (!show(setting).equals(value)) {
            throw new IllegalStateException(setting + " must be " + value + ", got: " + show(setting));
        }
    }

    private String show(String setting) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(place("postgres").jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW " + setting)) {
            result.next();
            return result.getString(1);
        }
    }

    private void run(String database, String... sql) throws SQLException {
        run(place(database), sql);
    }

    static void run(Place.Database database, String... sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }

    private Place.Database place(String name) {
        return new Place.Database("localhost", server.getPort(), name);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
