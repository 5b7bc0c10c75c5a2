package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.Recorder;
import dev.taskcast.TaskManager;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Running;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What runs on one node is live on the others, where it is watched. */
class LiveTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final Nodes nodes = new Nodes(invariants, SharedJournal.ofManyNodes());
    private final Held held = Held.polite();

    private static boolean isRunning(TaskChange change, Predicate<TaskProgress> wanted) {
        return change instanceof TaskChange.Updated updated
                && updated.state() instanceof Running running
                && wanted.test(running.progress());
    }

    private Held.Run begin(TaskManager on, TaskManager seenBy, String id) throws InterruptedException {
        on.register(id, held);
        on.start(id);
        Held.Run run = held.next();
        Awaitility.await().until(() -> seenBy.getState(id).orElse(null) instanceof Running);
        return run;
    }

    @Test
    void aListenerIsToldOfProgressOnAnotherNodeAndOfTheLastBeforeTheEnd() throws Exception {
        Nodes.Node here = nodes.start();
        Nodes.Node there = nodes.start();
        Recorder recorder = invariants.record(here.tasks());
        Held.Run run = begin(there.tasks(), here.tasks(), "x");

        run.ctx().progress("half", 50, 100);
        recorder.await(
                "progress",
                change ->
                        isRunning(change, p -> p.current() == 50 && p.message().equals("half")));
        run.ctx().step("copy", 1, step -> step.progress("files", 1, 4));
        TaskProgress stepped = ((Running) ((TaskChange.Updated) recorder.await(
                                "a step",
                                change -> isRunning(change, p -> !p.steps().isEmpty())))
                        .state())
                .progress();
        assertThat(stepped.steps()).hasSize(1);
        assertThat(stepped.steps().getFirst().name()).isEqualTo("copy");
        run.ctx().step("copy", 1, step -> {
            for (int i = 2; i <= 4; i++) {
                step.progress("file " + i, i, 4);
            }
        });
        run.end();
        recorder.await(
                "the end",
                change -> change instanceof TaskChange.Updated updated && updated.state() instanceof Completed);
        List<TaskChange> all = recorder.changes();
        assertThat(isRunning(
                        all.get(all.size() - 2),
                        p -> p.steps().getLast().toString().contains("file 4")))
                .as("the last progress, in " + all)
                .isTrue();
    }

    @Test
    void whatAnotherNodeSaysOfThePaceIsShown() throws Exception {
        Nodes.Node here = nodes.start();
        Nodes.Node there = nodes.start();
        Recorder recorder = invariants.record(here.tasks());
        Held.Run run = begin(there.tasks(), here.tasks(), "x");

        AtomicInteger done = new AtomicInteger();
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
            run.ctx().progress("on", done.incrementAndGet(), 1_000_000);
            return progress(there, "x").pace() != null;
        });
        recorder.await("a pace", change -> isRunning(change, p -> p.pace() != null));
        run.end();
    }

    @Test
    void whoHasAskedIsToldMore() throws Exception {
        Nodes.Node here = nodes.start();
        Nodes.Node there = nodes.start();
        Held.Run run = begin(there.tasks(), here.tasks(), "x");
        run.ctx().progress("half", 50, 100);

        Awaitility.await().until(() -> progress(here, "x").current() == 50);
        assertThat(here.tasks().getAllStates())
                .anyMatch(state ->
                        state instanceof Running running && running.progress().current() == 50);
        run.end();
    }

    private static TaskProgress progress(Nodes.Node node, String id) {
        return ((Running) node.tasks().getState(id).orElseThrow()).progress();
    }

    @Test
    void whatGoesOnAlreadyIsToldWhoeverBeginsToWatch() throws Exception {
        Nodes.Node here = nodes.start();
        Nodes.Node there = nodes.start();
        there.tasks().register("x", held);
        there.tasks().start("x");
        Held.Run run = held.next();
        run.ctx().progress("long ago", 50, 100);
        Awaitility.await().until(() -> progress(there, "x").current() == 50);

        Nodes.Node third = nodes.start();
        Recorder recorder = invariants.record(here.tasks());
        Recorder ofThird = invariants.record(third.tasks());
        recorder.await("progress", change -> isRunning(change, p -> p.current() == 50));
        ofThird.await("progress", change -> isRunning(change, p -> p.current() == 50));
        run.end();
    }

    @Test
    void nothingIsDoneWhileNobodyWatches() throws Exception {
        Nodes.Node alone = nodes.start();
        alone.tasks().subscribe(change -> {});
        alone.tasks().register("x", ctx -> ctx.progress("alone", 1, 2));
        alone.tasks().start("x");
        Awaitility.await().until(() -> alone.tasks().getState("x").orElseThrow() instanceof Completed);
        assertThat(alone.store().liveCalls()).isZero();
        alone.tasks().close();

        Nodes.Node here = nodes.start();
        Nodes.Node there = nodes.start();
        there.tasks().register("y", held);
        there.tasks().start("y");
        Held.Run run = held.next();
        int written = there.store().writes();
        for (int i = 0;
                there.store().writes() < written + 3;
                i++) { // which goes on for longer than a live write would take
            run.ctx().progress("unseen", i, 100_000);
            Thread.onSpinWait();
        }
        run.end();
        Awaitility.await().until(() -> there.tasks().getState("y").orElseThrow() instanceof Completed);
        assertThat(here.store().liveCalls()).isZero();
        assertThat(there.store().liveCalls()).isZero();
    }

    @Test
    void whatIsLostIsToldAnew() throws Exception {
        Nodes.Node here = nodes.start();
        Nodes.Node there = nodes.start();
        Recorder recorder = invariants.record(here.tasks());
        Held.Run first = begin(there.tasks(), here.tasks(), "x");
        Held.Run second = begin(there.tasks(), here.tasks(), "y");
        first.ctx().progress("told", 1, 100);
        recorder.await("progress", change -> change.id().equals("x") && isRunning(change, p -> p.current() == 1));

        there.store().loseLive(1);
        first.ctx().progress("lost", 2, 100);
        there.store().awaitLiveLost();
        second.ctx().progress("told", 1, 100);
        recorder.await(
                "what was lost", change -> isRunning(change, p -> p.message().equals("lost")));
        first.end();
        second.end();
    }

    @Test
    void nothingIsShownThatAnOlderRunHasSaid() throws Exception {
        Nodes.Node here = nodes.start(Nodes::soonGone);
        Nodes.Node there = nodes.start(Nodes::soonGone);
        Recorder recorder = invariants.record(here.tasks());
        TaskOptions goesOn = TaskOptions.builder().restartInterrupted().build();
        there.tasks().register("x", held, goesOn);
        there.tasks().start("x");
        Held.Run old = held.next();
        old.ctx().progress("old", 10, 100);
        recorder.await("progress", change -> isRunning(change, p -> p.message().equals("old")));
        Running before = (Running) here.tasks().getState("x").orElseThrow();
        there.kill();

        Held again = Held.polite();
        here.tasks().register("x", again, goesOn);
        Held.Run run = again.next();
        there.store().tellLate("late", 20);
        Recorder third = invariants.record(nodes.start().tasks());
        run.ctx().progress("new", 30, 100);
        recorder.await(
                "the new run", change -> isRunning(change, p -> p.message().equals("new")));
        third.await("the new run", change -> isRunning(change, p -> p.message().equals("new")));
        assertThat(recorder.changes())
                .noneMatch(change -> isRunning(change, p -> p.message().equals("late")));
        assertThat(third.changes())
                .noneMatch(change -> isRunning(change, p -> p.message().equals("late")));
        assertThat(before.run()).isEqualTo(1);
        assertThat(here.tasks().getState("x").orElseThrow().run()).isEqualTo(2);
        run.end();
    }

    @Test
    void aNodeThatWasTakenForDeadSaysAgainWhatItWatches() throws Exception {
        Nodes.Node here = nodes.start(builder -> builder.lease(Duration.ofSeconds(3)));
        Nodes.Node there = nodes.start();
        Recorder recorder = invariants.record(here.tasks());
        Held.Run run = begin(there.tasks(), here.tasks(), "x");
        run.ctx().progress("before", 1, 100);
        recorder.await("progress", change -> isRunning(change, p -> p.message().equals("before")));

        here.store().forgetWhatIsWatched();
        AtomicInteger done = new AtomicInteger(1);
        Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> {
            run.ctx().progress("after", done.incrementAndGet(), 1_000);
            return recorder.changes().stream().anyMatch(change -> isRunning(change, p -> p.current() > 20));
        });
        run.end();
    }

    @Test
    void anAttachedRunGoesOnAsFarAsItIs() throws Exception {
        Nodes.Node there = nodes.start();
        there.tasks().register("x", held, TaskOptions.builder().title("one").build());
        there.tasks().start("x");
        Held.Run run = held.next();
        Recorder recorder = invariants.record(there.tasks());
        run.ctx().progress("half", 50, 100);
        recorder.await("progress", change -> isRunning(change, p -> p.current() == 50));
        Nodes.Node here = nodes.start();
        here.tasks().register("x", held, TaskOptions.builder().title("two").build());

        TaskChange titled = recorder.await(
                "the title",
                change -> change instanceof TaskChange.Updated updated
                        && "two".equals(updated.state().identity().title()));
        assertThat(isRunning(titled, p -> p.current() == 50))
                .as(titled.toString())
                .isTrue();
        run.end();
    }
}
