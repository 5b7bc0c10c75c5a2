package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.taskcast.store.Batch;
import dev.taskcast.store.StoreException;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.Stored;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server goes away and comes back: nothing that it has acknowledged is lost, and nobody has to do anything. */
class PostgresOutageTest {
    @TempDir
    private static Path folder;

    private static StoppablePostgres server;

    /** It writes as late as it may what nobody waits for. */
    @BeforeAll
    static void start() {
        server = new StoppablePostgres(folder, builder -> builder.setServerConfig("wal_writer_delay", "10s"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void whatAFlushLostInACrashIsWrittenAgain() throws SQLException {
        DataSource source = server.newDatabase();
        try (JdbcTaskStore store = JdbcTaskStore.of(source)) {
            History history = new History(store.open(Stored.openingAt("node-1", Stored.LEAST)));
            history.make("a");
            append(store, history);
            store.flush();
            server.crash();
            server.start();
            history.make("b");
            Batch batch = history.batch();
            assertThatThrownBy(() -> store.append(batch)).isInstanceOf(StoreException.class);
            assertThat(store.isKept(batch)).isFalse();
            assertThat(store.append(batch)).isTrue();
            assertThatThrownBy(store::flush).isInstanceOf(StoreException.class);
            store.flush();

            try (JdbcTaskStore next = JdbcTaskStore.of(source)) {
                assertThat(next.open(Stored.openingAt("node-2", Stored.LEAST + 1_000_000))
                                .rows())
                        .isEqualTo(history.rows());
            }
        }
    }

    @Test
    void underLoadNothingIsLostOrDoneTwice() throws Exception {
        try (Load load = new Load(server.newDatabase())) {
            outage(load, server::crash);
            outage(load, server::shutDown);
            load.check();
        }
    }

    @Test
    void norBehindAPool() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setDataSource(server.newDatabase());
        config.setMaximumPoolSize(6);
        try (HikariDataSource pool = new HikariDataSource(config);
                Load load = new Load(pool)) {
            outage(load, server::crash);
            load.check();
        }
    }

    private static void outage(Load load, Runnable stop) {
        load.awaitFlow();
        stop.run();
        load.awaitOutage();
        assertThat(load.tasks().getStoreStatus().isUp()).isFalse();
        server.start();
        load.awaitFlow();
    }
}
