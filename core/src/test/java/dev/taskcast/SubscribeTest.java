package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.EventLog;
import dev.taskcast.task.Standing;
import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskListener;
import dev.taskcast.task.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SubscribeTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final Recorder seen = invariants.record(tasks);

    /** A listener that waits within its first call, and records all. */
    private static final class Blocked implements TaskListener {
        final Recorder seen = new Recorder();
        final CountDownLatch called = new CountDownLatch(1);
        final CountDownLatch mayGoOn = new CountDownLatch(1);

        @Override
        public void onChange(TaskChange change) {
            called.countDown();
            Await.stubbornly(mayGoOn);
            seen.onChange(change);
        }
    }

    @Test
    void aListenerGetsEveryTransitionFromItsBeginningOnInOrder() {
        tasks.register("before", ctx -> {});
        Recorder mine = invariants.record(tasks);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            tasks.register("t" + i, ctx -> {});
            expected.add("t" + i);
        }
        mine.drain(tasks);

        assertThat(mine.changes()).extracting(TaskChange::id).isEqualTo(expected);
        assertThat(mine.changes()).extracting(TaskChange::position).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aListenerIsCalledOnOneThreadOfItsOwn() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        Recorder mine = new Recorder();
        tasks.subscribe(change -> {
            threads.add(Thread.currentThread());
            mine.onChange(change);
        });
        List<Thread> others = new CopyOnWriteArrayList<>();
        tasks.subscribe(change -> others.add(Thread.currentThread()));
        for (int i = 0; i < 20; i++) {
            tasks.register("t" + i, ctx -> {});
        }
        mine.drain(tasks);

        assertThat(threads).containsOnly(threads.getFirst()).doesNotContain(Thread.currentThread());
        assertThat(others).doesNotContain(threads.getFirst());
        assertThat(threads.getFirst().isVirtual()).isFalse();
    }

    @Test
    void aListenerThatThrowsGetsTheNextChangeAndIsLogged() {
        try (LogCapture log = LogCapture.open()) {
            Recorder mine = new Recorder();
            tasks.subscribe(change -> {
                mine.onChange(change);
                throw new Exception("listener");
            });
            tasks.register("a", ctx -> {});
            mine.drain(tasks);

            assertThat(mine.story("a")).containsExactly("pending");
            assertThat(log.records(Level.WARNING)).isNotEmpty();
            assertThat(log.records(Level.WARNING).getFirst().getMessage()).contains("\"a\"");
            assertThat(log.records(Level.WARNING).getFirst().getThrown()).hasMessage("listener");
            seen.drain(tasks);
            assertThat(seen.story("a")).containsExactly("pending");
        }
    }

    @Test
    void aListenerThatThrowsAnErrorGoesOnToo() {
        try (LogCapture log = LogCapture.open()) {
            Recorder mine = new Recorder();
            tasks.subscribe(change -> {
                mine.onChange(change);
                throw new StackOverflowError();
            });
            tasks.register("a", ctx -> {});
            mine.drain(tasks);

            assertThat(log.records(Level.WARNING)).isNotEmpty();
        }
    }

    @Test
    void aSlowListenerHoldsUpNobodyAndGetsEveryTransitionWithinTheRing() throws Exception {
        Blocked slow = new Blocked();
        invariants.watch(slow.seen);
        tasks.subscribe(slow);
        Held held = Held.polite();
        tasks.register("x", held);
        Await.latch(slow.called);
        for (int i = 0; i < 100; i++) {
            tasks.start("x");
            Held.Run run = held.next();
            run.end();
            run.awaitEnd();
        }
        seen.drain(tasks);
        assertThat(slow.seen.changes()).isEmpty();

        slow.mayGoOn.countDown();
        slow.seen.drain(tasks);

        assertThat(seen.story("x")).hasSize(201);
        assertThat(slow.seen.changes()).isEqualTo(seen.changes());
    }

    @Test
    void aListenerThatFellOutOfTheRingGetsTheNewestOfEachTaskThatChanged() throws Exception {
        Blocked slow = new Blocked();
        invariants.watch(slow.seen);
        tasks.register("quiet", ctx -> {});
        tasks.register("gone", ctx -> {});
        tasks.register("loop", ctx -> {});
        tasks.subscribe(slow);
        tasks.start("quiet");
        seen.await("quiet", TaskStatus.COMPLETED);
        Await.latch(slow.called);
        tasks.unregister("gone");
        for (int i = 0; i < 2_000; i++) { // in no more than two hundred events of which it has read some already
            tasks.register("more" + i, ctx -> {});
            tasks.unregister("more" + i);
        }
        tasks.register("last", ctx -> {});
        slow.mayGoOn.countDown();
        slow.seen.drain(tasks);
        seen.drain(tasks);

        assertThat(slow.seen.changes()).hasSizeLessThan(3_000);
        assertThat(slow.seen.story("gone")).containsExactly("removed");
        assertThat(slow.seen.story("last")).containsExactly("pending");
        assertThat(slow.seen.story("loop")).isEmpty();
        assertThat(slow.seen.story("quiet").getLast()).isEqualTo("completed");
        assertThat(slow.seen.changes()).extracting(TaskChange::position).isSorted();
    }

    @Test
    void aListenerThatMissedTooManyRemovalsIsToldWhatThereIs() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            Blocked slow = new Blocked();
            tasks.register("gone", ctx -> {});
            tasks.subscribe(slow);
            tasks.register("first", ctx -> {});
            Await.latch(slow.called);
            tasks.unregister("gone");
            for (int i = 0; i < 17_000; i++) {
                tasks.register("more", ctx -> {});
                tasks.unregister("more");
            }
            tasks.register("last", ctx -> {});
            slow.mayGoOn.countDown();
            slow.seen.drain(tasks);

            assertThat(slow.seen.story("last")).containsExactly("pending");
            assertThat(slow.seen.changes()).extracting(TaskChange::position).isSorted();
            assertThat(log.messages(Level.WARNING)).anyMatch(message -> message.contains("fell so far behind"));
        }
    }

    @Test
    void closingWaitsForTheCallUnderWayAndThereIsNoOther() throws Exception {
        Blocked slow = new Blocked();
        AtomicInteger calls = new AtomicInteger();
        AtomicBoolean ended = new AtomicBoolean();
        Subscription subscription = tasks.subscribe(change -> {
            calls.incrementAndGet();
            slow.onChange(change);
            ended.set(true);
        });
        tasks.register("a", ctx -> {});
        tasks.register("b", ctx -> {});
        Await.latch(slow.called);
        AtomicReference<Boolean> endedAtClose = new AtomicReference<>();
        Thread closing = Await.start(() -> {
            subscription.close();
            endedAtClose.set(ended.get());
        });
        slow.mayGoOn.countDown();
        Await.end(closing);
        assertThat(endedAtClose).hasValue(true);
        int before = calls.get();
        tasks.register("c", ctx -> {});
        seen.drain(tasks);

        assertThat(calls).hasValue(before);
        subscription.close();
    }

    @Test
    void aListenerMayCloseItself() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        AtomicReference<Subscription> own = new AtomicReference<>();
        CountDownLatch mayClose = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        own.set(tasks.subscribe(change -> {
            calls.incrementAndGet();
            Await.latch(mayClose);
            own.get().close();
            closed.countDown();
        }));
        tasks.register("a", ctx -> {});
        tasks.register("b", ctx -> {});
        mayClose.countDown();
        Await.latch(closed);
        tasks.register("c", ctx -> {});
        seen.drain(tasks);

        assertThat(calls).hasValue(1);
    }

    @Test
    void aListenerMayUseTheManager() {
        Recorder mine = new Recorder();
        tasks.subscribe(change -> {
            if (change.id().equals("a")) {
                tasks.register("b", ctx -> {});
                tasks.start("b");
            }
            mine.onChange(change);
        });
        tasks.register("a", ctx -> {});

        assertThat(mine.await("b", TaskStatus.COMPLETED).run()).isOne();
    }

    @Test
    void whereATaskStandsInLineIsNoChange() {
        TaskManager limited = invariants.manager(builder -> builder.maxConcurrent(0));
        Recorder mine = invariants.record(limited);
        limited.register("waits", ctx -> {});
        limited.start("waits");
        EventLog log = limited.engine().log();
        TaskRow row = log.members(0, 1).rows().getFirst();
        log.standing(row.created(), row.position(), new Standing(Standing.Why.LIMIT, null, 1, 0));
        log.hint();
        limited.register("last", ctx -> {});
        mine.drain(limited);

        assertThat(mine.changes()).extracting(TaskChange::id).containsExactly("waits", "waits", "last");
    }
}
