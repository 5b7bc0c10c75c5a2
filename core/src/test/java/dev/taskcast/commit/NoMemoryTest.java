package dev.taskcast.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskcast.Await;
import dev.taskcast.LogCapture;
import dev.taskcast.dispatch.NodeSlots;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.EventLog;
import dev.taskcast.log.Read;
import dev.taskcast.retention.History;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.thread.Loop;
import dev.taskcast.time.StoreClock;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Wherever there is no memory for a moment, a command is done whole or not at all, and whoever asked is told. */
class NoMemoryTest {

    private final LogCapture captured = LogCapture.open();
    private final AtomicInteger toFail = new AtomicInteger(); // of what follows from a change
    private final TaskClock clock = TaskClock.system();

    @AfterEach
    void close() {
        captured.close();
    }

    private static void failWhile(AtomicInteger left) {
        if (left.getAndUpdate(many -> Math.max(0, many - 1)) > 0) {
            throw new OutOfMemoryError("thrown by the test");
        }
    }

    private Ledger ledger(Rows rows, EventLog log, NodeSlots slots) {
        return TestLedgers.ledger(
                rows, log, new History(Integer.MAX_VALUE), slots, clock, (before, after) -> failWhile(toFail));
    }

    private static Command.Register register(String id) {
        return new Command.Register(new TaskIdentity(id, id, null, null, null, List.of()), Terms.DEFAULT, null);
    }

    private static OnApplied failing(AtomicInteger left) {
        return (before, after) -> failWhile(left);
    }

    /** In memory. */
    private final class Direct {
        final Rows rows = new Rows(1_000);
        final EventLog log = new EventLog(1_000, 100, fence -> null);
        final Committer committer = TestLedgers.direct(ledger(rows, log, NodeSlots.UNLIMITED), clock);
    }

    @Test
    void whoseReactionFailsHasChangedNothing() {
        Direct all = new Direct();
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> all.committer.submit("x", register("x"), failing(new AtomicInteger(1))));
        assertThat(all.rows.find("x")).isNull();
        assertThat(all.log.members(0, 10).rows()).isEmpty();

        Decision made = all.committer.submit("x", register("x"), OnApplied.NOTHING);
        assertThat(made).isInstanceOf(Decision.Made.class);
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> all.committer.submit("x", new Command.Start(), failing(new AtomicInteger(1))));
        TaskRow started = started(all);
        assertThat(all.log.member(started.created())).isEqualTo(started);
    }

    private static TaskRow started(Direct all) {
        assertThat(all.committer.submit("x", new Command.Start(), OnApplied.NOTHING))
                .isInstanceOf(Decision.Started.class);
        TaskRow row = all.rows.find("x");
        assertThat(row).isNotNull();
        return row;
    }

    @Test
    void whatWasToldIsDoneLaterAndAnswered() {
        Direct all = new Direct();
        Decision ignored = all.committer.submit("x", register("x"), OnApplied.NOTHING);
        TaskRow row = started(all);
        List<Decision> told = new ArrayList<>();
        AtomicInteger reactions = new AtomicInteger(1);
        AtomicInteger answers = new AtomicInteger(2);
        all.committer.tell(row, new Command.HandlerEnded(row.fence()), OnApplied.NOTHING, decision -> {});
        all.committer.tell(row, new Command.Complete(row.fence(), null, List.of()), failing(reactions), decision -> {
            failWhile(answers);
            told.add(decision);
        });
        assertThat(told).isEmpty();
        assertThat(all.rows.find("x")).isEqualTo(row);
        for (int i = 0; i < 4; i++) {
            all.committer.lookAgain();
        }

        assertThat(told).hasSize(1).first().isInstanceOf(Decision.Moved.class);
        assertThat(all.rows.find("x")).isNotEqualTo(row);
        assertThat(all.log.members(0, 10).rows()).containsExactly(all.rows.find("x"));
    }

    @Test
    void whatCannotBeAccountedForIsMadeAnewAndReadersBeginAnew() {
        Direct all = new Direct();
        Decision ignored = all.committer.submit("x", register("x"), OnApplied.NOTHING);
        Cursor before = all.log.end();
        toFail.set(2);
        TaskRow row = started(all);
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(all.committer::lookAgain);
        all.committer.lookAgain();

        assertThat(all.log.members(0, 10).rows()).containsExactly(row);
        assertThat(all.log.read(before, 10)).isInstanceOf(Read.Reset.class);
        assertThat(all.log.resume(before.position())).isNull();
        assertThat(all.log.head()).isEqualTo(row.position());
        Cursor now = all.log.end();
        Decision done =
                all.committer.submit("x", new Command.Complete(row.fence(), null, List.of()), OnApplied.NOTHING);
        assertThat(done).isInstanceOf(Decision.Moved.class);
        assertThat(all.log.read(now, 10))
                .isInstanceOfSatisfying(
                        Read.Exact.class, read -> assertThat(read.events()).hasSize(1));
    }

    /** Says which runs were begun, and fails as often as it is told to. */
    private static final class Failing implements Launches, NodeSlots {
        final AtomicInteger begins = new AtomicInteger();
        final AtomicInteger starts = new AtomicInteger();
        final AtomicInteger beguns = new AtomicInteger();

        @Override
        public int room() {
            failWhile(begins);
            return Integer.MAX_VALUE;
        }

        @Override
        public int free() {
            return Integer.MAX_VALUE;
        }

        @Override
        public boolean isUnlimited() {
            return false;
        }

        @Override
        public void started(@Nullable TaskRow before, @Nullable TaskRow after) {
            failWhile(starts);
        }

        @Override
        public void replaced(@Nullable TaskRow before, @Nullable TaskRow after) {}

        @Override
        public void begun() {
            failWhile(beguns);
        }
    }

    @Test
    void aBatchGoesOnWhereItHasStoppedAndEverybodyIsAnsweredOnce() throws Exception {
        TaskStore store = SharedJournal.ofManyNodes().connect();
        Opened opened = store.open(new Opening("node", 1_000, 100, Duration.ZERO));
        Rows rows = new Rows(opened.head());
        EventLog log = new EventLog(opened.birth(), 100, fence -> null);
        log.restore(opened);
        Failing starts = new Failing();
        try (TaskClock.Timers timers = clock.newTimers()) {
            GroupCommitter committer = new GroupCommitter(
                    ledger(rows, log, starts),
                    new GroupCommitter.Node(store, starts, new StoreClock(clock, 0), OnApplied.NOTHING),
                    new GroupCommitter.Waits(clock, timers, Await.LIMIT, thread -> false),
                    new StoreHealth(clock, Await.LIMIT),
                    Loop.Watch.NONE);
            committer.start();
            for (int i = 0; i < 6; i++) {
                String id = "x" + i;
                starts.begins.set(i == 1 ? 2 : 0);
                AtomicInteger reactions = new AtomicInteger(i == 2 ? 2 : 0);
                AtomicInteger answers = new AtomicInteger(i == 3 ? 2 : 0);
                starts.beguns.set(i == 4 ? 2 : 0);
                toFail.set(i == 5 ? 2 : 0);
                CountDownLatch answered = new CountDownLatch(1);
                AtomicInteger times = new AtomicInteger();
                AtomicReference<@Nullable Decision> last = new AtomicReference<>();
                committer.tell(id, register(id), failing(reactions), decision -> {
                    failWhile(answers);
                    times.incrementAndGet();
                    last.set(decision);
                    answered.countDown();
                });
                Await.latch(answered);
                assertThat(committer.drain(Await.LIMIT, Await.LIMIT)).isTrue();
                assertThat(last.get()).as(id).isInstanceOf(Decision.Made.class);
                assertThat(times).hasValue(1);
            }
            assertThat(log.members(0, 10).rows())
                    .extracting(TaskRow::id)
                    .containsExactly("x0", "x1", "x2", "x3", "x4", "x5");
            committer.close();
        }
    }
}
