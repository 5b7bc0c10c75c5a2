package dev.taskcast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskcast.TaskManager;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.store.StoreException;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.TaskType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else holds SQLite's lock: who waits for it waits as long as was said, and is told how long that was. */
class SqliteBusyTest {
    private static final Duration TIMEOUT = Duration.ofMillis(700);
    /** Less than what a lock was once waited for, whatever had been said. */
    private static final Duration LONGEST = Duration.ofSeconds(6);

    @TempDir
    Path folder;

    private TaskManagerBuilder manager() {
        return TaskManager.builder()
                .store(JdbcTaskStore.embedded(folder))
                .storeTimeout(TIMEOUT)
                .closeTimeout(Duration.ZERO);
    }

    private Connection locked() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("taskcast.db"));
        PostgresDialect.execute(connection, "BEGIN IMMEDIATE");
        return connection;
    }

    @Test
    void aCallerWaitsForStoreTimeoutAndIsToldHowLong() throws SQLException {
        try (TaskManager tasks = manager().build()) {
            TaskType<String, Void> type = tasks.type("t", String.class, Void.class, (ctx, payload) -> null);
            tasks.submit(type, "first");
            try (Connection lock = locked()) {
                assertThat(lock.isClosed()).isFalse();
                for (int i = 0; i < 3; i++) { // the first on the caller's own thread; then it is known to be down
                    long begun = System.nanoTime();
                    StoreUnavailableException e =
                            catchThrowableOfType(StoreUnavailableException.class, () -> tasks.submit(type, "x"));
                    Duration took = Duration.ofNanos(System.nanoTime() - begun);
                    assertThat(e.waited()).isBetween(TIMEOUT, took);
                    assertThat(e)
                            .hasMessageContaining(
                                    "did not answer for " + e.waited().toMillis() + " ms");
                    assertThat(took).isLessThan(LONGEST);
                }
                assertThat(tasks.getStoreStatus().isUp()).isFalse();
            }
            assertThat(tasks.getStoreStatus()).isNotNull();
        }
    }

    @Test
    void aStartThatWaitsForNothingFailsSoon() throws SQLException {
        manager().build().close();
        try (Connection lock = locked()) {
            assertThat(lock.isClosed()).isFalse();
            long begun = System.nanoTime();
            assertThatThrownBy(() -> manager().build())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("SQLite in ");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONGEST);
        }
        manager().build().close(); // and has let go of the folder
    }

    @Test
    @Timeout(60)
    void aStartThatWaitsGoesOnWhenTheLockIsGone() throws Exception {
        manager().build().close();
        Connection lock = locked();
        CompletableFuture<Void> unlocked = CompletableFuture.runAsync(
                () -> {
                    try {
                        lock.close();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                CompletableFuture.delayedExecutor(LONGEST.toMillis() / 2, TimeUnit.MILLISECONDS));

        manager().startTimeout(Duration.ofSeconds(30)).build().close();
        assertThat(unlocked).isCompleted();
    }
}
