package dev.taskcast.store.jdbc;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** A server, and another one that streams all from it, to be promoted in its place. Made as a copy of its files. */
final class StandbyPostgres implements AutoCloseable {
    private static final String NAME = "standby";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final StoppablePostgres primary;
    private final StoppablePostgres standby;
    private final PGSimpleDataSource ofPrimary;
    private final PGSimpleDataSource ofBoth;
    private @Nullable Connection holder;

    /**
     * Both started, with a database.
     *
     * @param folder empty
     * @param isSynchronous whether the server acknowledges nothing that the standby does not have on its disk
     */
    StandbyPostgres(Path folder, boolean isSynchronous) throws Exception {
        Path data = folder.resolve("primary");
        primary = new StoppablePostgres(data, builder -> builder);
        ofPrimary = (PGSimpleDataSource) primary.newDatabase();
        primary.shutDown();
        Path copy = folder.resolve(NAME);
        copy(data, copy);
        primary.start();
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=localhost port=" + ofPrimary.getPortNumbers()[0]
                        + " user=postgres application_name=" + NAME + "'\n",
                StandardOpenOption.APPEND);
        standby = new StoppablePostgres(copy, builder -> builder);
        ofBoth = both();
        await().atMost(PATIENCE).until(() -> ask(ofPrimary, "SELECT count(*) FROM pg_stat_replication") == 1);
        if (isSynchronous) {
            tell(ofPrimary, "ALTER SYSTEM SET synchronous_standby_names = '" + NAME + "'");
            tell(ofPrimary, "SELECT pg_reload_conf()");
            await().atMost(PATIENCE)
                    .until(() ->
                            ask(ofPrimary, "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == 1);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    }

    /** As an application has it: whichever of the two can be written to. */
    private PGSimpleDataSource both() throws SQLException {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"localhost", "localhost"});
        source.setPortNumbers(new int[] {ofPrimary.getPortNumbers()[0], standby.port()});
        source.setDatabaseName(ofPrimary.getDatabaseName());
        source.setUser("postgres");
        source.setProperty(PGProperty.TARGET_SERVER_TYPE, "primary");
        source.setProperty(PGProperty.HOST_RECHECK_SECONDS, "0");
        source.setConnectTimeout(1);
        return source;
    }

    DataSource source() {
        return ofBoth;
    }

    /** The server ends as by a defect, and stays away. */
    void loseThePrimary() {
        primary.crash();
    }

    /** From now on what is appended to the journal is written to no table, as long as the server lives. */
    void holdTheTables() throws SQLException {
        holder = ofPrimary.getConnection();
        holder.setAutoCommit(false);
        PostgresDialect.execute(holder, "LOCK TABLE taskcast_tasks");
    }

    void stopTheStandby() {
        standby.shutDown();
    }

    void startTheStandby() {
        standby.start();
    }

    void promote() throws SQLException {
        PGSimpleDataSource ofStandby = both();
        ofStandby.setProperty(PGProperty.TARGET_SERVER_TYPE, "any");
        await().atMost(PATIENCE).ignoreExceptions().until(() -> ask(ofStandby, "SELECT 1") == 1);
        tell(ofStandby, "SELECT pg_promote()");
    }

    private static long ask(DataSource source, String question) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    private static void tell(DataSource source, String what) throws SQLException {
        try (Connection connection = source.getConnection()) {
            PostgresDialect.execute(connection, what);
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        try {
            Connection held = holder;
            if (held != null) {
                held.close();
            }
            standby.close();
        } finally {
            primary.close();
        }
    }
}
