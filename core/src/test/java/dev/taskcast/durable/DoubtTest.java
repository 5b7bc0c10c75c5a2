package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.Recorder;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.TaskCanceledException;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node that could not say for a while that it is alive does nothing twice, and gives nothing up. */
class DoubtTest {
    private static final Duration LONG = Leases.LEASE.multipliedBy(2);
    private static final TaskOptions RESTART =
            TaskOptions.builder().restartInterrupted().build();

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final SharedJournal journal = SharedJournal.ofManyNodes(clock);
    private final Nodes nodes = new Nodes(invariants, journal);
    private final Held held = Held.polite();

    private Nodes.Node start() {
        return startOn(clock, builder -> builder);
    }

    /** A node with a clock of its own is stopped as long as that stands still. */
    private Nodes.Node startOn(ManualClock own, UnaryOperator<TaskManagerBuilder> settings) {
        return nodes.start(builder -> settings.apply(builder.clock(own)
                .lease(Leases.LEASE)
                .closeTimeout(Duration.ZERO) // on a clock that stands still any other would be for ever
                .storeTimeout(Duration.ofMinutes(10))));
    }

    private static TaskStatus status(Nodes.Node node, String id) {
        return node.tasks().getState(id).orElseThrow().status();
    }

    /** What a handler does, on a thread of the test's own. */
    private static final class Step {
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        private final Thread thread;

        Step(TaskContext ctx) {
            thread = Await.start(() -> {
                try {
                    int ignored = ctx.durable().once("step", done::incrementAndGet);
                } catch (TaskCanceledException e) {
                    thrown.set(e);
                }
            });
        }

        /** It waits for the store, or has been done. */
        void awaitPause() {
            Leases.until(
                    "a step that waits",
                    () -> thread.getState() == Thread.State.TIMED_WAITING || !thread.isAlive() || done.get() > 0);
        }

        void awaitEnd() throws InterruptedException {
            Await.end(thread);
        }
    }

    @Test
    void anOutageOfAnyLengthEndsNoRun() throws Exception {
        Nodes.Node a = start();
        Nodes.Node b = start();
        List<Held.Run> runs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Nodes.Node node = i % 2 == 0 ? a : b;
            node.tasks().register("x" + i, held);
            node.tasks().start("x" + i);
            runs.add(held.next());
        }
        Leases.thirds(2, clock, a, b); // each knows of the other
        Recorder recorder = invariants.record(a.tasks());
        journal.down(true);
        Leases.thirds(12, clock, a, b);
        assertThat(runs).noneMatch(run -> run.ctx().isCanceled());
        runs.subList(0, 10).forEach(Held.Run::end);
        for (Held.Run run : runs.subList(0, 10)) {
            run.awaitEnd();
        }
        assertThat(status(a, "x0")).as("until its end is kept").isEqualTo(TaskStatus.RUNNING);
        journal.down(false);
        Leases.thirds(12, clock, a, b);
        assertThat(runs).noneMatch(run -> run.ctx().isCanceled());
        runs.subList(10, 20).forEach(Held.Run::end);
        for (int i = 0; i < 20; i++) {
            recorder.await("x" + i, TaskStatus.COMPLETED);
        }
        assertThat(held.waiting()).as("further runs").isZero();
    }

    @Test
    void whoWasFoundGoneAndIsBackBeforeThatIsKeptGoesOn() throws Exception {
        Nodes.Node a = start();
        Nodes.Node b = start();
        b.tasks().register("x", held);
        a.tasks().register("x", held);
        a.tasks().start("x");
        Held.Run run = held.next();
        Leases.thirds(2, clock, a, b); // each knows of the other
        b.store().failAppends(Integer.MAX_VALUE);
        a.store().down(true);
        int before = b.store().appendsFailed();
        Leases.passUntil("a takeover that can't be kept", () -> b.store().appendsFailed() > before, clock, b);
        a.store().down(false);
        Leases.thirds(6, clock, a, b);
        b.store().failAppends(0);
        Leases.thirds(6, clock, a, b);

        assertThat(run.ctx().isCanceled()).isFalse();
        assertThat(status(b, "x")).isEqualTo(TaskStatus.RUNNING);
        run.end();
        Leases.passUntil("its end", () -> status(b, "x") == TaskStatus.COMPLETED, clock, a, b);
    }

    @Test
    void aStepWaitsThroughAnOutageAndIsDoneAfterIt() throws Exception {
        Nodes.Node a = start();
        Nodes.Node b = start();
        a.tasks().register("x", held);
        a.tasks().start("x");
        Held.Run run = held.next();
        journal.down(true);
        Leases.thirds(3, clock, a, b);
        Step step = new Step(run.ctx());
        step.awaitPause();
        assertThat(step.done).as("steps that were done in doubt").hasValue(0);
        journal.down(false);
        Leases.passUntil("the step", () -> step.done.get() > 0, clock, a, b);
        Leases.passUntil("its result", () -> !step.thread.isAlive(), clock, a, b);

        assertThat(step.thrown.get()).isNull();
        assertThat(run.ctx().isCanceled()).isFalse();
    }

    @Test
    void itemsWaitThroughAnOutageToo() throws Exception {
        Nodes.Node a = start();
        Nodes.Node b = start();
        a.tasks().register("x", held);
        a.tasks().start("x");
        Held.Run run = held.next();
        AtomicInteger items = new AtomicInteger();
        journal.down(true);
        Leases.thirds(3, clock, a, b);
        Thread handler = Await.start(() -> {
            for (int item : run.ctx().durable().track("Items", List.of(1, 2, 3))) {
                items.addAndGet(item);
            }
        });
        Leases.until(
                "an item that waits", () -> handler.getState() == Thread.State.TIMED_WAITING || !handler.isAlive());
        assertThat(items).as("items that were given out in doubt").hasValue(0);
        journal.down(false);
        Leases.passUntil("all items", () -> items.get() == 6, clock, a, b);
        Await.end(handler);
    }

    @Test
    void whereNoOtherNodeCanBeNothingIsInDoubt() throws Exception {
        SharedJournal ofOne = SharedJournal.ofOneNode();
        Nodes.Node a = new Nodes(invariants, ofOne).start(builder -> builder.clock(clock));
        a.tasks().register("x", held);
        a.tasks().start("x");
        Held.Run run = held.next();
        ofOne.down(true);
        clock.advance(LONG);
        Step step = new Step(run.ctx());

        Leases.until("the step, in an outage", () -> step.done.get() > 0);
        ofOne.down(false);
        while (step.thread.isAlive()) {
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(step.thrown.get()).isNull();
    }

    @Test
    void aTimeoutIsToldInAnOutage() throws Exception {
        Nodes.Node a = start();
        Nodes.Node b = start();
        Recorder recorder = invariants.record(b.tasks());
        a.tasks().register("x", held, TaskOptions.timeout(Duration.ofMinutes(2)));
        a.tasks().start("x");
        Held.Run run = held.next();
        recorder.await("x", TaskStatus.RUNNING);
        journal.down(true);
        Leases.thirds(24, clock, a, b);
        run.awaitEnd(); // nothing but an interrupt ends a polite handler
        assertThat(run.ctx().isCanceled()).isTrue();
        assertThat(status(a, "x")).isEqualTo(TaskStatus.RUNNING);
        journal.down(false);
        Leases.passUntil("the end", () -> status(b, "x") == TaskStatus.TIMED_OUT, clock, a, b);
        recorder.awaitStopped("x");
    }

    @Test
    void aCancelInAnOutageIsToldThatNothingHasHappened() throws Exception {
        Nodes.Node a = startOn(clock, builder -> builder.storeTimeout(Duration.ofMillis(100)));
        Nodes.Node b = start();
        a.tasks().register("x", held);
        a.tasks().start("x");
        Held.Run run = held.next();
        journal.down(true);
        Leases.thirds(3, clock, a, b);
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread caller = Await.start(() -> {
            try {
                CancelOutcome ignored = a.tasks().cancel("x");
            } catch (StoreUnavailableException e) {
                thrown.set(e);
            }
        });
        Leases.passUntil("an answer", () -> !caller.isAlive(), clock, a, b);
        assertThat(thrown.get()).isInstanceOf(StoreUnavailableException.class);
        assertThat(run.ctx().isCanceled()).isFalse();
        journal.down(false);
    }

    @Test
    void aNodeThatWasStoppedDoesNoStepThatAnotherHasDone() throws Exception {
        ManualClock own = new ManualClock();
        afterAStop(own, () -> own.advance(LONG));
    }

    @Test
    void norDoesOneWhoseMachineStoodStillWithItsMonotonicClock() throws Exception {
        ManualClock own = new ManualClock();
        afterAStop(own, () -> own.moveWall(LONG));
    }

    private void afterAStop(ManualClock own, Runnable goOn) throws Exception {
        Held other = Held.polite();
        Nodes.Node a = startOn(own, builder -> builder);
        Nodes.Node b = start();
        a.tasks().register("x", held, RESTART);
        a.tasks().start("x");
        Held.Run run = held.next();
        Leases.until("what the other knows", () -> b.tasks().getState("x").isPresent());
        b.tasks().register("x", other, RESTART);
        Leases.passUntil("a takeover", () -> other.waiting() > 0, clock, b);
        Held.Run second = other.next();
        int charged = second.ctx().durable().once("step", () -> 7);
        assertThat(charged).isEqualTo(7);
        second.end();
        Leases.until("the end", () -> status(b, "x") == TaskStatus.COMPLETED);

        a.store().stall(); // it acts before it can have looked
        goOn.run();
        Step step = new Step(run.ctx());
        step.awaitPause();
        a.store().goOnAtAll();
        step.awaitEnd();
        assertThat(step.done).as("steps that were done a second time").hasValue(0);
        assertThat(step.thrown.get()).isInstanceOf(TaskCanceledException.class);
        assertThat(run.ctx().isCanceled()).isTrue();
        run.awaitEnd();
        Leases.until("what became of it", () -> status(a, "x") == TaskStatus.COMPLETED);
    }

    @Test
    void aNodeThatWasStoppedIsToldOfWhatItHasLostThoughNobodyHasGoneOnWithIt() throws Exception {
        ManualClock own = new ManualClock();
        Nodes.Node a = startOn(own, builder -> builder);
        Nodes.Node b = start();
        a.tasks().register("x", held, RESTART);
        a.tasks().start("x");
        Held.Run run = held.next();
        Leases.until("what the other knows", () -> b.tasks().getState("x").isPresent());
        Leases.passUntil(
                "a run that was taken over",
                () -> b.tasks().getState("x").orElseThrow() instanceof TaskState.Running running
                        && running.placement().moving(),
                clock,
                b);
        own.advance(LONG);
        run.awaitEnd(); // nothing but an interrupt ends a polite handler

        assertThat(run.ctx().isCanceled()).isTrue();
    }

    @Test
    void aRunThatWasClaimedBeforeAStopDoesNotBeginAfterIt() throws Exception {
        ManualClock own = new ManualClock();
        Nodes.Node a = startOn(own, builder -> builder.closeTimeout(Await.LIMIT));
        Nodes.Node b = start();
        a.tasks().register("x", held);
        AtomicReference<@Nullable StartOutcome> outcome = new AtomicReference<>();
        a.store().holdAnswers();
        Thread caller = Await.start(() -> outcome.set(a.tasks().start("x")));
        a.store().awaitHeldAnswer();
        Leases.passUntil(
                "a takeover",
                () -> b.tasks().getState("x").isPresent() && status(b, "x") == TaskStatus.ERROR,
                clock,
                b);
        a.store().stall(); // it acts before it can have looked
        own.advance(LONG);
        a.store().goOnAnswering();
        Await.end(caller);
        a.store().goOnAtAll();
        Leases.until("the end of the run", () -> status(a, "x") == TaskStatus.ERROR);
        a.tasks().close(); // waits for handlers

        assertThat(held.waiting()).as("runs that began").isZero();
    }

    @Test
    void nodesThatWereStoppedTogetherTakeNothingOver() throws Exception {
        Nodes.Node a = start();
        Nodes.Node b = start();
        b.tasks().register("x", held);
        b.tasks().start("x");
        Held.Run run = held.next();
        Leases.until("what the other knows", () -> a.tasks().getState("x").isPresent());
        Leases.thirds(2, clock, a, b);
        a.store().holdRenewals();
        b.store().holdRenewals();
        clock.advance(LONG);
        a.store().goOnRenewing();
        Leases.thirds(1, clock, a);
        b.store().goOnRenewing();
        Leases.thirds(2, clock, a, b);

        assertThat(run.ctx().isCanceled()).isFalse();
        assertThat(status(a, "x")).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void aTimeOfDayThatIsSetDoesNoHarm() throws Exception {
        ManualClock own = new ManualClock();
        Nodes.Node a = startOn(own, builder -> builder);
        a.tasks().register("x", held);
        a.tasks().start("x");
        Held.Run run = held.next();
        own.moveWall(Duration.ofHours(1));
        Step forwards = new Step(run.ctx());
        forwards.awaitEnd(); // without any time going by
        assertThat(forwards.done).hasValue(1);
        own.moveWall(Duration.ofHours(-2));
        a.tasks().register("y", held);
        a.tasks().start("y");
        Step backwards = new Step(held.next().ctx());
        backwards.awaitEnd();
        assertThat(backwards.done).hasValue(1);

        a.store().holdRenewals();
        own.advance(Leases.LEASE); // the monotonic clock counts, whatever the other one says
        a.tasks().register("z", held);
        assertThat(a.tasks().start("z")).isEqualTo(StartOutcome.STARTED);
        Leases.until("a renewal", () -> a.store().renewalsTried() > 0);
        assertThat(held.waiting()).as("handlers that began in doubt").isZero();
        a.store().goOnRenewing();
        Held.Run ignored = held.next();
    }
}
