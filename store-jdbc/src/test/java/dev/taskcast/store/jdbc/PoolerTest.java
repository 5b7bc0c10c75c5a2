package dev.taskcast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.taskcast.Held;
import dev.taskcast.TaskManager;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskNode;
import dev.taskcast.task.TaskNode.Hearing;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that has few connections, or whose connections are not the server's own sessions. */
class PoolerTest {
    private final DataSource direct = TestPostgres.newDatabase();
    private final List<TaskManager> managers = new ArrayList<>();
    private final Held held = Held.polite();

    @AfterEach
    void close() {
        managers.forEach(TaskManager::close);
    }

    private TaskManager start(TaskStore store) {
        TaskManager tasks = TaskManager.builder()
                .store(store)
                .lease(Duration.ofSeconds(6))
                .closeTimeout(Duration.ofMillis(50))
                .build();
        managers.add(tasks);
        return tasks;
    }

    private static TaskType<Integer, Integer> type(TaskManager tasks) {
        return tasks.type("t", Integer.class, Integer.class, (ctx, payload) -> 2 * payload);
    }

    private static void awaitCompleted(TaskManager tasks, String id) {
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> tasks.getState(id).orElse(null) instanceof Completed);
    }

    /** More often than a statement is run before the driver prepares it. */
    private static void runMany(TaskManager tasks, TaskType<Integer, Integer> type) {
        for (int round = 0; round < 12; round++) {
            List<String> ids = tasks
                    .submitAll(type, IntStream.range(0, 20).boxed().toList())
                    .stream()
                    .map(state -> state.id())
                    .toList();
            ids.forEach(id -> awaitCompleted(tasks, id));
        }
        assertThat(tasks.find(TaskQuery.builder()
                                .statuses(TaskStatus.COMPLETED)
                                .types("t")
                                .build())
                        .states())
                .isNotEmpty();
    }

    private static Hearing hearing(TaskManager tasks) {
        return tasks.nodes().stream()
                .filter(TaskNode::isSelf)
                .findAny()
                .orElseThrow()
                .hearing();
    }

    @Test
    void aPoolerInTransactionModeIsFoundAndDoesNoHarm() throws Exception {
        assumeTrue(PgBouncer.program().isPresent(), "PgBouncer is not installed");
        try (PgBouncer pooler = PgBouncer.start(direct)) {
            TaskManager a = start(JdbcTaskStore.of(pooler.source()));
            TaskManager b = start(JdbcTaskStore.of(pooler.source()));
            TaskManager c = start(JdbcTaskStore.of(direct));
            type(a);
            TaskType<Integer, Integer> onB = type(b);
            runMany(b, onB);

            assertThat(hearing(a)).isEqualTo(Hearing.POLLING);
            assertThat(hearing(b)).isEqualTo(Hearing.POLLING);
            await().until(() -> hearing(c) == Hearing.LISTENING);
            a.register("x", held);
            a.start("x");
            Held.Run run = held.next();
            await().until(() -> b.getState("x").orElse(null) instanceof Running);
            assertThat(b.cancel("x")).isEqualTo(CancelOutcome.CANCELED);
            run.awaitEnd();
            await().until(() ->
                    b.getState("x").orElseThrow() instanceof Canceled canceled && canceled.stopping() == null);
            try (Connection business = pooler.source().getConnection()) {
                business.setAutoCommit(false);
                String id = b.submit(
                                onB,
                                21,
                                SubmitOptions.builder()
                                        .in(JdbcTransaction.of(business))
                                        .build())
                        .id();
                business.commit();
                awaitCompleted(c, id);
            }
            managers.forEach(TaskManager::close);
            managers.clear();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aStoreHoldsNoMoreConnectionsThanItMay(int most) {
        Counted counted = new Counted(direct, most);
        JdbcTaskStore store =
                JdbcTaskStore.builder(counted.source()).connections(most).build();
        TaskManager tasks = start(store);
        TaskManager other = start(JdbcTaskStore.of(direct));
        TaskType<Integer, Integer> onTasks = type(tasks);
        runMany(tasks, onTasks);
        runMany(other, type(other)); // some of them by the first one

        Hearing expected = most < 3 ? Hearing.POLLING : Hearing.LISTENING;
        await().until(() -> hearing(other.nodes(), tasks) == expected);
        assertThat(counted.most()).isEqualTo(most);
        assertThat(counted.refused()).as("asked for in vain").isZero();
        await().until(() -> counted.out() == Math.min(most, 3)); // what is idle goes back
        awaitCompleted(tasks, tasks.submit(onTasks, 1).id()); // and is taken anew
    }

    private static Hearing hearing(List<TaskNode> seen, TaskManager of) {
        String name = of.nodes().getFirst().name();
        return seen.stream()
                .filter(node -> node.name().equals(name))
                .findAny()
                .map(TaskNode::hearing)
                .orElse(Hearing.UNKNOWN);
    }

    /** With three nothing is heard for want of a connection; with one the application has the other one. */
    @Test
    void aPoolOfTwoWorks() throws SQLException {
        Counted counted = new Counted(direct, 2);
        TaskManager tasks =
                start(JdbcTaskStore.builder(counted.source()).connections(3).build());
        runMany(tasks, type(tasks));
        assertThat(hearing(tasks)).isEqualTo(Hearing.POLLING);
        TaskManager one = start(JdbcTaskStore.builder(new Counted(direct, 2).source())
                .connections(1)
                .build());
        runMany(one, type(one));
    }

    @Test
    void whatIsNoNumberOfConnectionsIsRefused() {
        for (int most : new int[] {-1, 0, 6}) {
            assertThatThrownBy(() ->
                            JdbcTaskStore.builder(direct).connections(most).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("got: " + most);
        }
    }
}
