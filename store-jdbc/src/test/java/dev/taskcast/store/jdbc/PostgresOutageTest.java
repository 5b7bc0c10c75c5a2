package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.taskcast.TaskManager;
import dev.taskcast.store.Batch;
import dev.taskcast.store.StoreException;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.Stored;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server goes away and comes back: nothing that it has acknowledged is lost, and nobody has to do anything. */
class PostgresOutageTest {
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
            assertThatThrownBy(() -> store.journal().append(batch)).isInstanceOf(StoreException.class);
            assertThat(store.journal().isKept(batch)).isFalse();
            assertThat(store.journal().append(batch)).isTrue();
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

    @Test
    void allRunsOfTwoNodesCompleteAfterAnOutageLongerThanTheLease() throws Exception {
        DataSource source = server.newDatabase();
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger interrupted = new AtomicInteger();
        try (TaskManager first = node(source);
                TaskManager second = node(source)) {
            for (int i = 0; i < 20; i++) {
                TaskManager node = i % 2 == 0 ? first : second;
                node.register("x" + i, ctx -> {
                    begun.incrementAndGet();
                    try {
                        mayEnd.await();
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                        throw e;
                    }
                });
                node.start("x" + i);
            }
            await().until(() -> begun.get() == 20);
            server.shutDown();
            long away = System.nanoTime();
            await().atMost(PATIENCE).until(() -> isInDoubt(first, "x0") && isInDoubt(second, "x1"));
            await().until(() -> System.nanoTime() - away > 3 * LEASE.toNanos());
            assertThat(interrupted).hasValue(0);
            server.start();
            await().atMost(PATIENCE).until(() -> !isInDoubt(first, "x0") && !isInDoubt(second, "x1"));
            mayEnd.countDown();
            for (TaskManager node : List.of(first, second)) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(node.getAllStates())
                                .hasSize(20)
                                .allMatch(state -> state instanceof Completed completed && completed.run() == 1));
            }
        }
        assertThat(interrupted).hasValue(0);
        assertThat(begun).hasValue(20);
    }

    private static TaskManager node(DataSource source) {
        return TaskManager.builder()
                .store(JdbcTaskStore.of(source))
                .lease(LEASE)
                .closeTimeout(Duration.ofSeconds(1))
                .build();
    }

    private static boolean isInDoubt(TaskManager node, String id) {
        return node.getState(id).orElseThrow() instanceof Running running && running.lostSince() > 0;
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
