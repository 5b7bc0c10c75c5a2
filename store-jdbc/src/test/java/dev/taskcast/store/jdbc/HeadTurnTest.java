package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.openingAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.Batch;
import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.Submitted;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.Waiting;
import dev.taskcast.testkit.store.History;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that all append take turns, and nobody depends on that. */
class HeadTurnTest {
    private static final int TASKS = 4_000;

    private final DataSource source = TestPostgres.newDatabase();
    private final List<JdbcTaskStore> stores = new ArrayList<>();

    /** A store, and what its node knows. */
    private record Node(JdbcTaskStore store, History history) {
        void readInTurn() {
            assertThat(store.journal().readInTurn(history.head(), history)).isTrue();
        }

        boolean makes(String id) {
            history.make(id);
            return store.journal().append(history.batch());
        }
    }

    private Node node(String name) {
        JdbcTaskStore store = JdbcTaskStore.of(source);
        stores.add(store);
        return new Node(store, new History(store.open(openingAt(name, 1_000))));
    }

    /** They have heard of each other. */
    private static void meet(Node a, Node b) {
        a.store().nodes().renew(NodeAbout.NOTHING);
        b.store().nodes().renew(NodeAbout.NOTHING);
        a.store().nodes().renew(NodeAbout.NOTHING);
    }

    @AfterEach
    void close() {
        stores.forEach(JdbcTaskStore::close);
    }

    @Test
    void whoeverIsNextReadsWhatTheOneBeforeHasAppended() throws Exception {
        Node a = node("a");
        Node b = node("b");
        a.readInTurn();
        CompletableFuture<Boolean> waits = CompletableFuture.supplyAsync(() -> {
            b.readInTurn();
            return b.makes("of b");
        });
        assertThat(a.makes("of a")).isTrue();

        assertThat(waits.get()).isTrue();
        assertThat(b.history().rows()).extracting(row -> row.id()).containsExactly("of a", "of b");
        assertThat(b.store().headStats().refused()).isZero();
        a.readInTurn();
        assertThat(a.history().rows()).isEqualTo(b.history().rows());
        assertThat(a.makes("of a, again")).isTrue();
        assertThat(a.store().headStats()).isEqualTo(new HeadStats(2, 0, 2, 0));
    }

    @Test
    void whoIsStoppedInItsTurnHoldsUpNobodyForLong() {
        Node stopped = node("stopped");
        Node b = node("b");
        stopped.readInTurn();
        for (int i = 0; i < 100; i++) {
            b.readInTurn();
            assertThat(b.makes("b" + i)).isTrue();
        }

        HeadStats stats = b.store().headStats();
        assertThat(stats.appends()).isEqualTo(100);
        assertThat(stats.turns()).isZero();
        assertThat(stats.missedTurns())
                .as("asks again and again, more and more rarely")
                .isBetween(1L, 50L);

        assertThat(stopped.makes("late")).as("from an old head").isFalse();
        stopped.store().journal().endTurn();
        await().until(() -> {
            b.readInTurn();
            b.store().journal().endTurn();
            return b.store().headStats().turns() > 0;
        });
    }

    /** Who has missed it in vain appends all the same, so that the block of whoever has it is refused. */
    @Test
    void whatWasSubmittedInATransactionStaysWhereABlockIsRefusedInTurn() throws Exception {
        Node a = node("a");
        Node b = node("b");
        meet(a, b);
        long number = submit(a, "x");
        a.readInTurn();
        b.readInTurn();
        assertThat(b.makes("of b")).isTrue();

        a.history().make("x");
        assertThat(a.store().journal().append(a.history().batch(number))).isFalse();
        a.store().journal().endTurn();
        assertThat(b.store().inbox().submitted(10))
                .extracting(Submitted::number)
                .containsExactly(number);
    }

    @Test
    void whatWasSubmittedInATransactionIsTakenInTurn() throws Exception {
        Node a = node("a");
        node("b");
        long number = submit(a, "x");
        a.readInTurn();
        a.history().make("x");

        assertThat(a.store().journal().append(a.history().batch(number))).isTrue();
        assertThat(a.store().inbox().submitted(10)).isEmpty();
        assertThat(a.store().headStats()).isEqualTo(new HeadStats(1, 0, 1, 0));
        a.readInTurn();
        assertThat(a.makes("y")).as("the turn before is over").isTrue();
    }

    /** What may still be on its way over a lost connection has no place any more, whoever has the turn. */
    @Test
    void whatIsFoundNotKeptCanNotBeKeptLater() throws Exception {
        Node a = node("a");
        Node b = node("b");
        meet(a, b);
        b.readInTurn();
        a.history().make("x");
        Batch doubtful = a.history().batch();
        int before = blocks();

        assertThat(a.store().journal().isKept(doubtful)).isFalse();
        assertThat(blocks()).as("an empty one has its place").isEqualTo(before + 1);
    }

    /** Its statements can't be sent with the one that asks for the turn. */
    @Test
    void whoCanNotHaveTheTurnIsNotHeldUpByWhoHasIt() {
        Node a = node("a");
        JdbcTaskStore hidden = JdbcTaskStore.of(hidingTheDriver(source));
        stores.add(hidden);
        Node b = new Node(hidden, new History(hidden.open(openingAt("b", 1_000))));
        meet(a, b);
        a.readInTurn();
        b.readInTurn();

        assertThat(b.makes("of b")).isTrue();
        assertThat(hidden.headStats()).isEqualTo(new HeadStats(1, 0, 0, 0));
    }

    private static DataSource hidingTheDriver(DataSource source) {
        return proxy(DataSource.class, source, result -> {
            Connection connection = (Connection) result;
            return proxy(Connection.class, connection, same -> same);
        });
    }

    private static <T> T proxy(Class<T> type, T of, UnaryOperator<Object> result) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (method.getName().equals("isWrapperFor")) {
                return false;
            }
            try {
                Object answer = method.invoke(of, args);
                return answer instanceof Connection ? result.apply(answer) : answer;
            } catch (InvocationTargetException thrown) {
                throw thrown.getTargetException();
            }
        }));
    }

    private int blocks() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement look = connection.createStatement();
                ResultSet count = look.executeQuery("SELECT count(*) FROM taskcast_events")) {
            count.next();
            return count.getInt(1);
        }
    }

    private long submit(Node node, String id) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            Submitted submitted = new Submitted(
                    0,
                    new TaskIdentity(id, "type", null, null, null, List.of()),
                    Terms.DEFAULT,
                    History.payload(1),
                    new Waiting.ForSlot(0, 0, null, null));
            node.store().inbox().submit(JdbcTransaction.of(connection), submitted);
            connection.commit();
        }
        return node.store().inbox().submitted(10).getFirst().number();
    }

    @Test
    void aTurnThatIsGivenBackIsSomebodyElses() {
        Node a = node("a");
        Node b = node("b");
        a.readInTurn();
        a.store().journal().endTurn();
        a.store().journal().endTurn();
        b.readInTurn();
        assertThat(b.makes("x")).isTrue();
        assertThat(b.store().headStats()).isEqualTo(new HeadStats(1, 0, 1, 0));
    }

    @Test
    void whoIsAloneTakesNoTurn() {
        JdbcTaskStore store = JdbcTaskStore.of(source);
        try (TaskManager tasks = TaskManager.builder().store(store).slots(50).build()) {
            TaskType<Integer, Void> type = tasks.type("none", Integer.class, Void.class, (ctx, payload) -> null);
            tasks.submitAll(type, IntStream.range(0, TASKS).boxed().toList());
            awaitCompleted(tasks);
            assertThat(store.headStats().turns()).isZero();
            assertThat(store.headStats().refused()).isZero();
        }
    }

    @Test
    void whereSeveralHaveMuchToAppendTheyTakeTurns() {
        JdbcTaskStore store1 = JdbcTaskStore.of(source);
        JdbcTaskStore store2 = JdbcTaskStore.of(source);
        JdbcTaskStore store3 = JdbcTaskStore.of(source);
        try (TaskManager one = manager("one", store1, 50);
                TaskManager two = manager("two", store2, 50);
                TaskManager three = manager("three", store3, 50);
                TaskManager submitter = manager("submitter", JdbcTaskStore.of(source), 0)) {
            TaskType<Integer, Void> type = type(submitter);
            submitter.submitAll(type, IntStream.range(0, TASKS).boxed().toList());
            List.of(one, two, three).forEach(HeadTurnTest::type);
            awaitCompleted(one);
            awaitCompleted(two);
            long turns = 0;
            for (JdbcTaskStore store : List.of(store1, store2, store3)) {
                HeadStats stats = store.headStats();
                assertThat(stats.refused()).isLessThan(stats.appends());
                turns += stats.turns();
            }
            assertThat(turns).isPositive();
        }
    }

    private static TaskManager manager(String name, JdbcTaskStore store, int slots) {
        return TaskManager.builder().store(store).nodeName(name).slots(slots).build();
    }

    private static TaskType<Integer, Void> type(TaskManager tasks) {
        return tasks.type("short", Integer.class, Void.class, (ctx, payload) -> {
            Thread.sleep(1);
            return null;
        });
    }

    private static void awaitCompleted(TaskManager tasks) {
        await().until(() -> tasks.stats().byStatus().getOrDefault(TaskStatus.COMPLETED, 0L) == TASKS);
    }
}
