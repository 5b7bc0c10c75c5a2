package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.testkit.store.FaultyStore;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A node was away for longer than the journal reaches back: it reads all anew, and goes on. */
class FarBehindTest {
    private static final int KEPT = 1_000;

    private final DataSource source = TestPostgres.newDatabase();

    private JdbcTaskStore newStore() {
        return JdbcTaskStore.builder(source).keepEvents(KEPT).build();
    }

    private static Opening opening(String node) {
        return Stored.openingAt(node, Stored.LEAST);
    }

    @Test
    void itIsToldSoAndReadsAllAnew() {
        try (JdbcTaskStore store1 = newStore();
                JdbcTaskStore store2 = newStore()) {
            History history1 = new History(store1.open(opening("node-1")));
            History history2 = new History(store2.open(opening("node-2")));
            history1.make("here before");
            history1.make("gone by then");
            append(store1, history1);
            assertThat(store2.journal().read(history2.head(), history2)).isTrue();
            history1.submit("gone by then", new Command.Unregister());
            history1.limit(LimitId.MANAGER, LimitSetting.NONE.paused(true));
            makeMany(store1, history1);
            store1.flush();
            history1.make("in no table");
            append(store1, history1);

            assertThat(store2.journal().read(history2.head(), history2)).isFalse();
            assertThat(store2.journal().read(history2.head(), history2)).isFalse();
            Opened anew = store2.journal().readAnew(10, Long.MAX_VALUE);
            assertThat(anew.rows()).isEqualTo(history1.rows());
            assertThat(anew.head()).isEqualTo(history1.head());
            assertThat(anew.limits()).isEqualTo(history1.limits());
            assertThat(store2.isGone("gone by then")).isTrue();

            History again = new History(anew);
            again.start("here before", "node-2");
            append(store2, again);
            store2.flush();
            assertThat(store1.journal().read(history1.head(), history1)).isTrue();
            assertThat(history1.rows()).isEqualTo(again.rows());
            assertThat(store2.journal().read(again.head(), again)).isTrue();
        }
    }

    /** The journal begins with the very block that it needs next: nothing tells that this one comes after its own. */
    @Test
    void whereItsOwnLastBlockIsTheNewestThatIsGoneItReadsAllAnew() throws SQLException {
        try (JdbcTaskStore store1 = newStore();
                JdbcTaskStore store2 = newStore()) {
            History history1 = new History(store1.open(opening("node-1")));
            History history2 = new History(store2.open(opening("node-2")));
            history1.make("a");
            append(store1, history1);
            store1.flush();
            long next;
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                next = statement.executeUpdate(
                        "DELETE FROM taskcast_events WHERE block < (SELECT max(block) FROM taskcast_events)");
            }

            assertThat(next).isEqualTo(1);
            assertThat(store2.journal().read(history2.head(), history2)).isFalse();
            assertThat(store2.journal().readAnew(10, Long.MAX_VALUE).rows()).isEqualTo(history1.rows());
        }
    }

    @Test
    void whatItRanIsOthersAndItTakesPartAgain() throws Exception {
        CountDownLatch letOthersEnd = new CountDownLatch(1);
        AtomicBoolean wasTold = new AtomicBoolean();
        FaultyStore away = new FaultyStore(newStore());
        try (TaskManager a = manager(builder -> builder.store(away));
                TaskManager b = manager(builder -> builder.store(newStore()))) {
            TaskOptions restart = TaskOptions.builder().restartInterrupted().build();
            a.register(
                    "long",
                    ctx -> {
                        try {
                            letOthersEnd.await();
                        } finally {
                            wasTold.set(ctx.isCanceled());
                        }
                    },
                    restart);
            a.register("only on a", ctx -> {});
            a.start("long");
            await().until(() -> b.getState("long").isPresent());
            away.down(true);
            b.register("long", ctx -> letOthersEnd.await(), restart);
            TaskType<Integer, Void> type = b.type("t", Integer.class, Void.class, (ctx, payload) -> null);
            List<String> ids = b.submitAll(type, IntStream.range(0, 600).boxed().toList()).stream()
                    .map(state -> state.id())
                    .toList();
            await().untilAsserted(() ->
                    assertThat(b.getState("long").orElseThrow().run()).isEqualTo(2));
            await().until(() ->
                    ids.stream().allMatch(id -> b.getState(id).orElseThrow().status() == TaskStatus.COMPLETED));
            awaitTrimmed();
            away.down(false);

            await().untilAsserted(() -> assertThat(a.getState(ids.getLast())).isEqualTo(b.getState(ids.getLast())));
            await().untilTrue(wasTold);
            assertThat(a.getState(ids.getFirst())).isEqualTo(b.getState(ids.getFirst()));
            assertThat(a.getState("long").orElseThrow().run()).isEqualTo(2);
            assertThat(b.start("only on a")).isIn(StartOutcome.QUEUED, StartOutcome.STARTED);
            await().until(() -> b.getState("only on a").orElseThrow().status() == TaskStatus.COMPLETED);
            letOthersEnd.countDown();
            await().until(() -> a.getState("long").orElseThrow().status() == TaskStatus.COMPLETED);
        }
    }

    private static TaskManager manager(UnaryOperator<TaskManagerBuilder> store) {
        return store.apply(TaskManager.builder()
                        .recent(50)
                        .eventBufferSize(10)
                        .lease(Duration.ofSeconds(1))
                        .storeTimeout(Duration.ofSeconds(10)))
                .build();
    }

    private void awaitTrimmed() {
        await().until(() -> {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT count(*) FROM taskcast_events WHERE block <= 1")) {
                row.next();
                return row.getInt(1) == 0;
            }
        });
    }

    private static void makeMany(JdbcTaskStore store, History history) {
        for (int i = 0; i < 2 * KEPT / 100; i++) {
            for (int k = 0; k < 100; k++) {
                history.make("task-" + i + "-" + k);
            }
            append(store, history);
        }
    }
}
