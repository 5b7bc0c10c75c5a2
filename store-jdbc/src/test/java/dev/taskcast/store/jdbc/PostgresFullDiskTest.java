package dev.taskcast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's disk is full: that is an outage, which says why, and which is over when there is space again. */
class PostgresFullDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MEGABYTES = 64; // of which an empty server takes half

    @TempDir
    private Path folder;

    @Test
    void nothingIsLostOrDoneTwice() throws Exception {
        Optional<FullDisk> mounted = FullDisk.at(folder, MEGABYTES);
        assumeTrue(mounted.isPresent(), "Skipped: a file system of its own can't be mounted here, which takes root");
        try (FullDisk disk = mounted.get();
                StoppablePostgres server = new StoppablePostgres(
                        folder.resolve("data"), builder -> builder.setLocaleConfig("wal-segsize", "1"))) {
            DataSource source = server.newDatabase();
            try (Load load = new Load(source)) {
                noRoomForRows(load, disk, server, source);
                noRoomForTheServersLog(load, disk, server, source);
                load.check();
            }
        }
    }

    private static void noRoomForRows(Load load, FullDisk disk, StoppablePostgres server, DataSource source)
            throws Exception {
        load.awaitFlow();
        execute(source, "CHECKPOINT"); // its log has room then
        disk.fill();
        load.awaitOutage();
        assertThat(load.reasons())
                .anySatisfy(reason -> assertThat(reason).contains("No space left on device", "SQLSTATE 53100"));
        disk.free();
        awaitEnd(load, server);
    }

    /** It can't go on then, nor start again. */
    private static void noRoomForTheServersLog(Load load, FullDisk disk, StoppablePostgres server, DataSource source)
            throws Exception {
        load.awaitFlow();
        disk.fill();
        assertThatThrownBy(() -> fillLog(source)).isInstanceOf(SQLException.class);
        load.awaitOutage();
        disk.free();
        awaitEnd(load, server);
    }

    private static void fillLog(DataSource source) throws SQLException {
        for (int i = 0; i < 2 * MEGABYTES; i++) {
            execute(source, "SELECT pg_logical_emit_message(false, 'test', repeat('x', 1000000))");
        }
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection()) {
            PostgresDialect.execute(connection, sql);
        }
    }

    /** Somebody starts the server where it has ended. */
    private static void awaitEnd(Load load, StoppablePostgres server) {
        await().atMost(PATIENCE).until(() -> {
            if (!server.isThere()) {
                server.letGo();
                server.start();
            }
            return load.tasks().getStoreStatus().isUp();
        });
        load.awaitFlow();
    }
}
