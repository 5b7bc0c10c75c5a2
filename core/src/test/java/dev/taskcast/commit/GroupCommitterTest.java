package dev.taskcast.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.LogCapture;
import dev.taskcast.codec.Payload;
import dev.taskcast.count.Counts;
import dev.taskcast.dispatch.NodeSlots;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.log.EventLog;
import dev.taskcast.retention.History;
import dev.taskcast.retention.Load;
import dev.taskcast.retention.Payloads;
import dev.taskcast.store.Journal;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskObserver;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.Waiting;
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
        return node(name, store, onForeign, Observed.NOT);
    }

    private Node node(String name, TaskStore store, OnApplied onForeign, Observed observed) {
        Opened opened = store.open(new Opening(name, 1_000, 100, Duration.ZERO));
        Rows rows = new Rows(opened.head());
        EventLog events = new EventLog(opened.birth(), 100, fence -> null);
        events.restore(opened);
        Followers followers = new Followers(
                new History(Integer.MAX_VALUE),
                new Load(Integer.MAX_VALUE),
                new Counts(clock),
                new Payloads(Long.MAX_VALUE),
                OnApplied.NOTHING,
                observed);
        Ledger ledger = TestLedgers.ledger(rows, events, followers, NodeSlots.UNLIMITED, clock);
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

    /** Counts what it is told of. */
    private static final class Counting implements TaskObserver {
        private final AtomicInteger submitted = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();

        @Override
        public void submitted(TaskState task) {
            submitted.incrementAndGet();
        }

        @Override
        public void appendRefused() {
            refused.incrementAndGet();
        }
    }

    private static Command.Register submit(String id) {
        return new Command.Register(
                new TaskIdentity(id, id, null, null, null, List.of()),
                Terms.DEFAULT,
                Payload.of(null, null),
                new Waiting.ForSlot(0, 1, null, null));
    }

    @Test
    void eachNodeIsToldOfItsOwnCommitsAndOfThoseThatAreRefused() {
        Counting ofA = new Counting();
        Counting ofB = new Counting();
        Node a = node("a", journal.connect(), OnApplied.NOTHING, new Observed(List.of(ofA)));
        AtomicInteger appends = new AtomicInteger();
        TaskStore late = before("append", journal.connect(), () -> {
            if (appends.incrementAndGet() == 1) { // what b then appends is decided from too old a state
                a.committer().submit("x", submit("x"), OnApplied.NOTHING);
            }
        });
        Node b = node("b", late, OnApplied.NOTHING, new Observed(List.of(ofB)));
        b.committer().submit("y", submit("y"), OnApplied.NOTHING);

        assertThat(b.log().members(0, 10).rows()).extracting(TaskRow::id).containsExactly("x", "y");
        assertThat(ofA.submitted).hasValue(1);
        assertThat(ofA.refused).hasValue(0);
        assertThat(ofB.submitted).hasValue(1);
        assertThat(ofB.refused).hasValue(1);
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

    /** A store that does something before it does what it is asked for. */
    private static TaskStore before(String name, TaskStore real, Runnable action) {
        return (TaskStore) proxy(TaskStore.class, name, real, action);
    }

    private static Object proxy(Class<?> type, String name, Object real, Runnable action) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (method.getName().equals(name)) {
                action.run();
            }
            try {
                Object answer = method.invoke(real, arguments);
                return answer instanceof Journal ? proxy(Journal.class, name, answer, action) : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    @Test
    void aStoreThatFailsInAnotherWayIsAskedAgain() {
        AtomicInteger toFail = new AtomicInteger();
        TaskStore store = before("append", journal.connect(), () -> {
            if (toFail.getAndDecrement() > 0) {
                throw new IllegalStateException("A driver's mistake");
            }
        });
        Node a = node("a", store, OnApplied.NOTHING);
        toFail.set(2);

        assertThat(a.committer().submit("x", register("x"), OnApplied.NOTHING)).isInstanceOf(Decision.Made.class);
    }
}
