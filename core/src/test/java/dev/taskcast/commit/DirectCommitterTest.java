package dev.taskcast.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Decision.Reason;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.log.EventLog;
import dev.taskcast.retention.History;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.thread.ShortLock;
import dev.taskcast.time.ManualClock;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DirectCommitterTest {
    private final Rows rows = new Rows(1_000);
    private final EventLog log = new EventLog(1_000, 100, fence -> null);
    private final List<TaskRow> forgotten = new ArrayList<>();

    private Committer committer(int maxHistory) {
        OnApplied onEach = (before, after) -> {
            if (before != null && after == null) {
                forgotten.add(before);
            }
        };
        ManualClock clock = new ManualClock();
        return TestLedgers.direct(TestLedgers.ledger(rows, log, new History(maxHistory), clock, onEach), clock);
    }

    private static Command.Register register(String id) {
        return new Command.Register(new TaskIdentity(id, id, null, null, null, List.of()), Terms.DEFAULT, null);
    }

    @Test
    void whatIsCommittedIsInTheStoreAndTheLog() {
        Committer committer = committer(10);
        AtomicInteger hints = new AtomicInteger();
        log.onHint(hints::incrementAndGet);
        List<String> applied = new ArrayList<>();
        Decision made = committer.submit("x", register("x"), (before, after) -> {
            assertThat(before).isNull();
            assertThat(after).isNotNull();
            assertThat(log.head()).as("about to be shown").isEqualTo(1_000);
            applied.add("made");
        });
        committer.submit("x", new Command.Start(), (before, after) -> applied.add("started"));

        assertThat(made).isInstanceOf(Decision.Made.class);
        assertThat(applied).containsExactly("made", "started");
        assertThat(rows.find("x")).extracting(TaskRow::state).isInstanceOf(Running.class);
        assertThat(log.members(0, 10).rows()).containsExactly(rows.find("x"));
        assertThat(log.head()).isEqualTo(1_002);
        assertThat(hints).hasValue(2);
    }

    @Test
    void whatIsRefusedChangesNothingAndGivesNoHint() {
        Committer committer = committer(10);
        committer.submit("x", register("x"), OnApplied.NOTHING);
        AtomicInteger called = new AtomicInteger();
        log.onHint(called::incrementAndGet);
        Decision refused = committer.submit("x", new Command.Cancel(), (before, after) -> called.incrementAndGet());

        assertThat(refused).isEqualTo(new Decision.Refused(Reason.NOT_RUNNING));
        assertThat(called).hasValue(0);
        assertThat(log.head()).isEqualTo(1_001);
    }

    @Test
    void whatIsForgottenIsToldUnderTheSameLock() {
        Committer committer = committer(0);
        committer.submit("x", register("x"), OnApplied.NOTHING);
        committer.submit("x", new Command.Start(), OnApplied.NOTHING);
        committer.submit("x", new Command.Complete(1_002, null, List.of()), OnApplied.NOTHING);

        assertThat(forgotten).extracting(TaskRow::id).containsExactly("x");
        assertThat(rows.find("x")).isNull();
        assertThat(log.head()).isEqualTo(1_004);
    }

    /** Told, and decided without the lock, by a handler that returns while a start beside it is being applied. */
    @Test
    void aHandlerThatReturnsWhileItsTaskIsStartedAnewIsFree() {
        Committer committer = committer(10);
        committer.submit("x", register("x"), OnApplied.NOTHING);
        committer.submit("x", new Command.Start(), OnApplied.NOTHING);
        committer.submit("x", new Command.Cancel(), OnApplied.NOTHING);
        List<Decision> told = new ArrayList<>();
        committer.submit("x", new Command.Start(), (before, after) -> {
            if (after != null && after.state() instanceof Running) {
                committer.tell(after, new Command.HandlerEnded(1_002), OnApplied.NOTHING, told::add);
            }
        });

        assertThat(told).hasSize(1).allMatch(decision -> decision instanceof Decision.Returned);
    }

    @Test
    void afterTheCloseEverythingIsRefused() {
        Committer committer = committer(10);
        committer.submit("x", register("x"), OnApplied.NOTHING);
        committer.close();
        committer.close();

        assertThat(committer.submit("x", new Command.Start(), OnApplied.NOTHING))
                .isEqualTo(new Decision.Refused(Reason.CLOSED));
        assertThat(rows.find("x")).extracting(TaskRow::state).isInstanceOf(Pending.class);
        assertThat(log.head()).isEqualTo(1_001);
    }

    @Test
    void whoTellsDoesNotWaitForWhoeverHasTheLock() throws Exception {
        Committer committer = committer(10);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread holder = Await.start(() -> {
            Decision ignored = committer.submit("x", register("x"), (before, after) -> {
                inside.countDown();
                try {
                    Await.latch(goOn);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        });
        Await.latch(inside);
        Queue<Decision> told = new ConcurrentLinkedQueue<>();
        committer.tell("x", new Command.Start(), OnApplied.NOTHING, told::add);
        committer.tell("y", register("y"), OnApplied.NOTHING, told::add);
        assertThat(told).as("the lock is somebody else's").isEmpty();
        goOn.countDown();
        Await.end(holder);

        assertThat(told).hasExactlyElementsOfTypes(Decision.Started.class, Decision.Made.class);
        assertThat(rows.find("x")).extracting(TaskRow::state).isInstanceOf(Running.class);
        assertThat(log.head()).isEqualTo(1_003);
    }

    @Test
    void whatIsToldByManyIsDoneInFull() throws Exception {
        Committer committer = committer(Integer.MAX_VALUE);
        int each = 2_000;
        AtomicInteger done = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            String name = "t" + thread + "-";
            Runnable tells = () -> {
                for (int i = 0; i < each; i++) {
                    String id = name + i;
                    committer.tell(id, register(id), OnApplied.NOTHING, decision -> {
                        assertThat(decision).isInstanceOf(Decision.Made.class);
                        done.incrementAndGet();
                    });
                }
            };
            threads.add(
                    thread % 2 == 0
                            ? Await.start(tells::run)
                            : Thread.ofVirtual().start(tells));
        }
        for (Thread thread : threads) {
            Await.end(thread);
        }

        assertThat(done).hasValue(4 * each);
        assertThat(log.head()).isEqualTo(1_000 + 4 * each);
        assertThat(log.members(0, Integer.MAX_VALUE).rows()).hasSize(4 * each);
    }

    /** More than is done at once, and some of it told while the rest waits for its turn. */
    @Test
    void whatIsToldIsDoneInItsOrder() {
        Committer committer = committer(Integer.MAX_VALUE);
        int many = 200;
        List<String> expected = new ArrayList<>();
        List<String> decided = new ArrayList<>();
        Decision ignored = committer.submit("x", register("x"), (before, after) -> {
            for (int i = 0; i < many; i++) {
                String id = "y" + i;
                expected.add(id);
                committer.tell(id, register(id), (was, is) -> decided.add(id), decision -> {});
            }
            committer.tell("y0", new Command.Start(), OnApplied.NOTHING, decision -> {
                assertThat(decision).isInstanceOf(Decision.Started.class);
                committer.tell("z", register("z"), (was, is) -> decided.add("z"), then -> {});
            });
        });
        expected.add("z");

        assertThat(decided).containsExactlyElementsOf(expected);
    }

    @Test
    void whatGoesWrongForOneIsNotForWhoeverHasTheLock() {
        Committer committer = committer(10);
        Queue<Decision> told = new ConcurrentLinkedQueue<>();
        Decision made = committer.submit("x", register("x"), (before, after) -> {
            OnApplied failing = (was, is) -> {
                throw new IllegalStateException("expected");
            };
            committer.tell("y", register("y"), failing, told::add);
            committer.tell("z", register("z"), OnApplied.NOTHING, decision -> {
                told.add(decision);
                throw new IllegalStateException("expected");
            });
            committer.tell("z", new Command.Start(), OnApplied.NOTHING, told::add);
        });

        assertThat(made).isInstanceOf(Decision.Made.class);
        assertThat(told)
                .as("the one that failed is answered as well")
                .hasExactlyElementsOfTypes(Decision.Refused.class, Decision.Made.class, Decision.Started.class);
        assertThat(rows.find("y")).isNull();
    }

    @Test
    void whatWasToldBeforeTheCloseIsDoneAndWhatComesAfterItIsRefused() {
        Committer committer = committer(10);
        Queue<Decision> told = new ConcurrentLinkedQueue<>();
        Decision ignored = committer.submit(
                "x",
                register("x"),
                (before, after) -> committer.tell("x", new Command.Start(), OnApplied.NOTHING, told::add));
        committer.close();
        committer.tell("x", new Command.Cancel(), OnApplied.NOTHING, told::add);

        assertThat(told).hasSize(2).first().isInstanceOf(Decision.Started.class);
        assertThat(told).contains(new Decision.Refused(Reason.CLOSED));
        assertThat(rows.find("x")).extracting(TaskRow::state).isInstanceOf(Running.class);
    }

    @Test
    void whatEndsWhileAnotherCommitGoesOnIsForgottenWhereThereIsTooMuch() {
        Committer committer = committer(0);
        committer.submit("x", register("x"), OnApplied.NOTHING);
        committer.submit("x", new Command.Start(), OnApplied.NOTHING);
        TaskRow started = required(rows.find("x"));
        Command end = new Command.Complete(started.fence(), null, List.of());

        committer.submit(
                "y", register("y"), (before, after) -> committer.tell(started, end, OnApplied.NOTHING, decision -> {}));

        assertThat(forgotten).extracting(TaskRow::id).containsExactly("x");
    }

    @Test
    void whatWasDecidedFromARowThatIsNoMoreIsDecidedAgain() {
        Committer committer = committer(10);
        committer.submit("x", register("x"), OnApplied.NOTHING);
        committer.submit("x", new Command.Start(), OnApplied.NOTHING);
        TaskRow started = required(rows.find("x"));
        Command end = new Command.Complete(started.fence(), null, List.of());
        committer.submit("x", new Command.Cancel(), OnApplied.NOTHING);
        Queue<Decision> told = new ConcurrentLinkedQueue<>();

        committer.tell(started, end, OnApplied.NOTHING, told::add);

        assertThat(told).containsExactly(new Decision.Refused(Reason.FENCED));
        assertThat(rows.find("x")).extracting(TaskRow::state).isInstanceOf(Canceled.class);
    }

    private static TaskRow required(@Nullable TaskRow row) {
        assertThat(row).isNotNull();
        return Objects.requireNonNull(row);
    }

    /**
     * A virtual thread that has the committer's lock and waits for the log's must not give up its carrier: while handlers
     * that compute hold all of them, it would not come back, and with it the lock that everybody needs.
     */
    @Test
    void aVirtualThreadKeepsItsCarrierBetweenTheTwoLocks() throws Exception {
        Committer committer = committer(10);
        ShortLock logLock = lockOf(log);
        AtomicBoolean stop = new AtomicBoolean();
        Queue<Thread> spinning = new ConcurrentLinkedQueue<>();
        int carriers = Integer.getInteger(
                "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
        CountDownLatch allCarriers = new CountDownLatch(carriers);
        logLock.lock();
        try {
            CountDownLatch between = new CountDownLatch(1);
            spinning.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 2 * carriers; i++) { // started by a virtual thread, they are next on its carrier
                    spinning.add(Thread.ofVirtual().start(() -> {
                        allCarriers.countDown();
                        while (!stop.get()) {
                            Thread.onSpinWait();
                        }
                    }));
                }
                Decision ignored = committer.submit("x", register("x"), (before, after) -> between.countDown());
            }));
            Await.latch(between);
            // The spinning ones get the last carrier too, if they can.
            boolean ignored = allCarriers.await(300, TimeUnit.MILLISECONDS);
        } finally {
            logLock.unlock();
        }
        CountDownLatch committed = new CountDownLatch(1);
        Thread other = Await.start(() -> {
            Decision ignored = committer.submit("y", register("y"), OnApplied.NOTHING);
            committed.countDown();
        });
        boolean inTime = committed.await(5, TimeUnit.SECONDS);
        stop.set(true);
        Await.end(other);
        for (Thread thread : spinning) {
            Await.end(thread);
        }

        assertThat(inTime)
                .as("a platform thread commits while handlers compute")
                .isTrue();
    }

    private static ShortLock lockOf(EventLog log) throws ReflectiveOperationException {
        Field field = EventLog.class.getDeclaredField("lock");
        field.setAccessible(true);
        return (ShortLock) field.get(log);
    }
}
