package dev.taskcast.store.jdbc;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A server of a test's own, which is stopped and started again: on the same port, over the same data. */
public final class StoppablePostgres implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path data;
    private final UnaryOperator<EmbeddedPostgres.Builder> settings;
    private @Nullable EmbeddedPostgres server;
    private int port;
    private int databases;

    /** Started. Commits are on disk when they are acknowledged, as by default and not as the launcher would have it. */
    public StoppablePostgres(Path data, UnaryOperator<EmbeddedPostgres.Builder> settings) {
        this.data = data;
        this.settings = settings;
        start();
    }

    public void start() {
        try {
            EmbeddedPostgres started = settings.apply(EmbeddedPostgres.builder()
                            .setDataDirectory(data)
                            .setCleanDataDirectory(false)
                            .setPort(port)
                            .setPGStartupWait(PATIENCE)
                            .setServerConfig("synchronous_commit", "on"))
                    .start();
            port = started.getPort();
            server = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** As its end by a defect: nothing is written that is not yet. */
    public void crash() {
        stop("QUIT");
    }

    /** As an operator does: clients are sent away, and all is written. */
    void shutDown() {
        stop("INT");
    }

    private void stop(String signal) {
        try {
            String pid = Files.readAllLines(pidFile()).getFirst().strip();
            if (run("kill", "-" + signal, pid) != 0) {
                throw new IllegalStateException("The server's process " + pid + " can't be told to stop");
            }
            await().atMost(PATIENCE).until(() -> !isThere());
            letGo();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether its main process is there, be it that it does not answer. */
    boolean isThere() {
        return Files.exists(pidFile());
    }

    /** After an end of its own. */
    void letGo() throws IOException {
        EmbeddedPostgres ended = server;
        server = null;
        if (ended != null) {
            ended.close();
        }
    }

    private Path pidFile() {
        return data.resolve("postmaster.pid");
    }

    /** A database of its own; the same before and after a stop. */
    public DataSource newDatabase() throws SQLException {
        EmbeddedPostgres running = server;
        if (running == null) {
            throw new IllegalStateException("The server must be running, got: one that is stopped");
        }
        String name = "test" + ++databases;
        try (Connection connection = running.getPostgresDatabase().getConnection()) {
            PostgresDialect.execute(connection, "CREATE DATABASE " + name);
        }
        return running.getDatabase("postgres", name);
    }

    static int run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (isThere()) {
            crash(); // the fastest
        }
        letGo();
    }
}
