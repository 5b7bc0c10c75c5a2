package dev.taskcast.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** One server of each version for all tests of the JVM, and a database of its own for each. */
public final class TestPostgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Map<String, EmbeddedPostgres> SERVERS = new ConcurrentHashMap<>();

    private TestPostgres() {}

    private static EmbeddedPostgres start(UnaryOperator<EmbeddedPostgres.Builder> settings) {
        try {
            EmbeddedPostgres server = settings.apply(EmbeddedPostgres.builder().setServerConfig("fsync", "off"))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    server.close();
                } catch (IOException expected) {
                    // the JVM ends
                }
            }));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A database of its own, on the newest version.
     *
     * @return empty
     */
    public static DataSource newDatabase() {
        return newDatabase(SERVERS.computeIfAbsent("newest", version -> start(builder -> builder)));
    }

    /** A database of its own, on an older version whose binaries are among those that the build has fetched. */
    static DataSource newDatabase(String version) {
        return newDatabase(SERVERS.computeIfAbsent(
                version,
                key -> start(builder -> builder.setPgBinaryResolver((system, hardware) -> binaries(version)))));
    }

    /** Ends the server of an older version. */
    static void stop(String version) throws IOException {
        EmbeddedPostgres server = SERVERS.remove(version);
        if (server != null) {
            server.close();
        }
    }

    private static InputStream binaries(String version) throws IOException {
        Path jar = Path.of(System.getProperty("taskcast.postgres", "target/postgres"), version + ".jar");
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            Path archive = files.getPath("postgres-linux-x86_64.txz");
            return new ByteArrayInputStream(Files.readAllBytes(archive));
        }
    }

    private static DataSource newDatabase(EmbeddedPostgres server) {
        String name = "test" + DATABASES.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            PostgresDialect.execute(connection, "CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return server.getDatabase("postgres", name);
    }
}
