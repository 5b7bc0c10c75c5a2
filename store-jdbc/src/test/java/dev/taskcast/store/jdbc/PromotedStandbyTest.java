package dev.taskcast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.store.StoreException;
import dev.taskcast.task.StoreStatus;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskType;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server is lost for good, and a standby is promoted in its place. */
class PromotedStandbyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TaskType<String, String> TYPE = new TaskType<>("short", String.class, String.class);

    @TempDir
    private Path folder;

    @Test
    void underLoadNothingIsLostOrDoneTwiceWhereItHadAll() throws Exception {
        try (StandbyPostgres postgres = new StandbyPostgres(folder, true);
                Load load = new Load(postgres.source(), Duration.ofSeconds(5))) {
            load.awaitFlow();
            postgres.loseThePrimary();
            load.awaitOutage();
            postgres.promote();
            load.awaitFlow();
            load.check();
        }
    }

    /** What was acknowledged and is gone can't be brought back; but nothing more is acknowledged on top of that, and it is said. */
    @Test
    void whereItLacksSomethingNodesOfBeforeSayThatAndNewOnesGoOnWithWhatThereIs() throws Exception {
        try (StandbyPostgres postgres = new StandbyPostgres(folder, false);
                JdbcTaskStore store = JdbcTaskStore.of(postgres.source());
                TaskManager tasks = node(store)) {
            String kept = submit(tasks);
            postgres.stopTheStandby();
            postgres.holdTheTables();
            String lost = submit(tasks);
            postgres.loseThePrimary();
            await().atMost(PATIENCE).until(() -> !tasks.getStoreStatus().isUp());
            postgres.startTheStandby();
            postgres.promote();
            StoreStatus status = await().atMost(PATIENCE)
                    .until(
                            tasks::getStoreStatus,
                            now -> String.valueOf(now.reason()).contains("has lost what it had kept"));
            assertThat(status.isUp()).isFalse();
            assertThatThrownBy(() -> tasks.submit(TYPE, "more"))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("has lost what it had kept");
            assertThatThrownBy(store::flush)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("has lost what it had kept");
            try (TaskManager next = node(JdbcTaskStore.of(postgres.source()))) {
                assertThat(next.getState(kept)).containsInstanceOf(Completed.class);
                assertThat(next.getState(lost)).isEmpty();
                assertThat(submit(next)).isNotBlank();
            }
        }
    }

    private static TaskManager node(JdbcTaskStore store) {
        TaskManager tasks = TaskManager.builder()
                .store(store)
                .storeTimeout(Duration.ofSeconds(20))
                .closeTimeout(Duration.ofSeconds(1))
                .build();
        tasks.type(TYPE.name(), String.class, String.class, (ctx, payload) -> payload);
        return tasks;
    }

    /** One that has run to its end. */
    private static String submit(TaskManager tasks) {
        String id = tasks.submit(TYPE, "x").id();
        await().atMost(PATIENCE).until(() -> tasks.getState(id).orElse(null) instanceof Completed);
        return id;
    }
}
