package dev.taskcast.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.LogCapture;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.log.EventLog;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.thread.Loop;
import dev.taskcast.time.StoreClock;
import dev.taskcast.time.TaskClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong beside the store's own failures costs nobody an answer. */
class GroupCommitterTest {
    private final LogCapture log = LogCapture.open(); // what goes wrong is logged, and is not to be read here
    private final SharedJournal journal = SharedJournal.ofManyNodes();
    private final TaskClock clock = TaskClock.system();
    private final TaskClock.Timers timers = clock.newTimers();
    private final List<Node> nodes = new ArrayList<>();

    /** A committer, and what it commits to. */
    private record Node(GroupCommitter committer, Rows rows, EventLog log, TaskStore store) {}

    /** A node that starts nothing. */
    private Node node(String name, TaskStore store, OnApplied onForeign) {
        Opened opened = store.open(new Opening(name, 1_000, 100, Duration.ZERO));
        Rows rows = new Rows(opened.head());
        EventLog events = new EventLog(opened.birth(), 100, fence -> null);
        events.restore(opened);
        Ledger ledger = TestLedgers.ledger(rows, events, clock, OnApplied.NOTHING);
        GroupCommitter committer = new GroupCommitter(
                ledger,
                new GroupCommitter.Node(store, TestLedgers.NO_LAUNCHES, new StoreClock(clock, 0), onForeign),
                new GroupCommitter.Waits(clock, timers, Await.LIMIT, thread -> false),
                new StoreHealth(clock, Await.LIMIT),
                Loop.Watch.NONE);
        committer.start();
        Node node = new Node(committer, rows, events, store);
        nodes.add(node);
        return node;
    }

    @AfterEach
    void close() {
        nodes.forEach(node -> node.committer().close());
        timers.close();
        log.close();
    }

    private static Command.Register register(String id) {
        return new Command.Register(new TaskIdentity(id, id, null, null, null, List.of()), Terms.DEFAULT, null);
    }

    @Test
    void aReactionToAnothersChangeThatFailsLosesNoChange() {
        Node a = node("a", journal.connect(), OnApplied.NOTHING);
        Node b = node("b", journal.connect(), (before, after) -> {
            throw new IllegalStateException("broken");
        });
        a.committer().submit("x", register("x"), OnApplied.NOTHING);
        a.committer().submit("x", new Command.Enqueue(0, false), OnApplied.NOTHING);
        b.committer().hint();
        Decision made = b.committer().submit("y", register("y"), OnApplied.NOTHING);

        assertThat(made).isInstanceOf(Decision.Made.class);
        assertThat(b.rows().find("x")).isEqualTo(journal.rows().get("x"));
        assertThat(b.log().members(0, 10).rows()).extracting(TaskRow::id).containsExactly("x", "y");
    }

    @Test
    void anAnswerThatFailsKeepsNobodyElsesBack() throws Exception {
        Node a = node("a", journal.connect(), OnApplied.NOTHING);
        CountDownLatch answered = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            a.committer().tell("x" + i, register("x" + i), OnApplied.NOTHING, decision -> {
                answered.countDown();
                throw new IllegalStateException("broken");
            });
        }

        Await.latch(answered);
    }

    @Test
    void aStoreThatFailsInAnotherWayIsAskedAgain() {
        TaskStore real = journal.connect();
        AtomicInteger toFail = new AtomicInteger();
        TaskStore store = (TaskStore) Proxy.newProxyInstance(
                TaskStore.class.getClassLoader(), new Class<?>[] {TaskStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("append") && toFail.getAndDecrement() > 0) {
                        throw new IllegalStateException("A driver's mistake");
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        Node a = node("a", store, OnApplied.NOTHING);
        toFail.set(2);

        assertThat(a.committer().submit("x", register("x"), OnApplied.NOTHING)).isInstanceOf(Decision.Made.class);
    }
}
