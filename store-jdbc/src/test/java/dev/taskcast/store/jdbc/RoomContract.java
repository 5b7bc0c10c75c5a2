package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.TaskManager;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.Batch;
import dev.taskcast.store.StoreException;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.Waiting;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What becomes of commits where the tables can't follow: on every database. */
interface RoomContract extends Stored {
    @Override
    JdbcTaskStore newStore();

    Connection connection() throws SQLException;

    private void rename(String from, String to) {
        try (Connection connection = connection()) {
            PostgresDialect.execute(connection, "ALTER TABLE " + from + " RENAME TO " + to);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void waits(History history, String id) {
        history.submit(
                id,
                new Command.Register(
                        new TaskIdentity(id, "t", null, null, null, List.of()),
                        Terms.DEFAULT,
                        History.payload("x".repeat(1_000)),
                        new Waiting.ForSlot(0, 0, null, null)));
    }

    @Test
    default void whoAppendsWaitsUntilTheTablesHaveCaughtUp() throws Exception {
        JdbcTaskStore store = opened(newStore());
        store.unflushedBytes(100_000);
        History history = new History(store.open(opening(NODE)));
        for (int i = 0; i < 70; i++) {
            waits(history, "t" + i);
        }
        append(store, history);
        waits(history, "later");
        Batch late = history.batch();
        assertThatThrownBy(() -> store.journal().append(late, Duration.ofMillis(20)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("The tables in")
                .hasMessageContaining("nothing is kept until they have it");
        assertThat(store.journal().isKept(late)).isFalse();

        Thread flush = Thread.ofPlatform().start(() -> {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            store.flush();
        });
        assertThat(store.journal().append(late)).isTrue();
        flush.join();
        crash(store);
        assertThat(opened(newStore()).open(opening("node-2")).rows()).containsExactlyElementsOf(history.rows());
    }

    @Test
    default void whereTheTablesCannotBeWrittenSubmitsAreRefusedBeforeTheHeapIsFull() {
        JdbcTaskStore store = newStore();
        store.unflushedBytes(200_000);
        try (TaskManager tasks = TaskManager.builder()
                .store(store)
                .storeTimeout(Duration.ofMillis(1_500))
                .build()) {
            TaskType<String, String> type = tasks.type("t", String.class, String.class, (ctx, payload) -> payload);
            rename("taskcast_tasks", "elsewhere");
            List<String> acknowledged = new ArrayList<>();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            acknowledged.add(
                                    tasks.submit(type, "x".repeat(1_000)).id());
                        }
                    })
                    .isInstanceOf(StoreUnavailableException.class)
                    .rootCause()
                    .hasMessageMatching("(?s).*(elsewhere|taskcast_tasks).*");
            assertThat(acknowledged).hasSizeBetween(20, 300);
            assertThat(tasks.getStoreStatus().isUp()).isFalse();
            assertThat(tasks.getStoreStatus().toString())
                    .contains("The tables in")
                    .contains("lack");

            rename("elsewhere", "taskcast_tasks");
            Awaitility.await().until(() -> tasks.getStoreStatus().isUp());
            acknowledged.add(tasks.submit(type, "after").id());
            for (String id : acknowledged) {
                Awaitility.await()
                        .until(() -> tasks.getState(id)
                                .filter(state -> state instanceof Completed)
                                .isPresent());
            }
            TaskState ignored = tasks.submit(type, "more");
        }
    }
}
