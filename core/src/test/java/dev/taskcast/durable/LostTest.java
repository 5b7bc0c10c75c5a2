package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.Recorder;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskChange.Updated;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Viewers of a run whose node has not been heard of are shown so, until that is decided. */
class LostTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final SharedJournal journal = SharedJournal.ofManyNodes(clock);
    private final Nodes nodes = new Nodes(invariants, journal);
    private final Held held = Held.polite();

    private Nodes.Node start() {
        return nodes.start(builder -> builder.clock(clock)
                .lease(Leases.LEASE)
                .closeTimeout(Duration.ZERO) // on a clock that stands still any other would be for ever
                .storeTimeout(Duration.ofMinutes(10)));
    }

    private static long lostSince(Nodes.Node node, String id) {
        return node.tasks().getState(id).orElseThrow() instanceof Running running ? running.lostSince() : -1;
    }

    /** The same, as listeners and viewers are told it. */
    private static long lostIn(TaskChange change) {
        return change instanceof Updated updated && updated.state() instanceof Running running
                ? running.lostSince()
                : -1;
    }

    @Test
    void aRunOfANodeThatHasBeenGoneForLongSaysSoAtOnce() throws Exception {
        Nodes.Node a = start();
        a.tasks().register("x", held);
        a.tasks().start("x");
        Held.Run ignored = held.next();
        long first = clock.millis();
        Leases.thirds(1, clock, a);
        a.kill();
        long last = clock.millis();
        clock.advance(Duration.ofMinutes(7));
        Nodes.Node b = start();

        assertThat(lostSince(b, "x")).isBetween(first - 1, last + 1); // how old a sign is comes in whole milliseconds
        long since = lostSince(b, "x");
        assertThat(b.tasks().getAllStates())
                .singleElement()
                .isInstanceOfSatisfying(
                        Running.class,
                        running -> assertThat(running.lostSince()).isEqualTo(since));
        b.tasks().register("x", held, TaskOptions.title("In other words"));
        assertThat(lostSince(b, "x")).as("with new words").isEqualTo(since);
        Recorder recorder = invariants.record(b.tasks());
        Leases.passUntil("a decision", () -> lostSince(b, "x") < 0, clock, b);
        assertThat(recorder.await("x", TaskStatus.ERROR)).isInstanceOf(Failed.class);
    }

    @Test
    void aNodeThatFallsSilentIsShownSoBeforeItsRunsAreTaken() throws Exception {
        Nodes.Node a = start();
        Nodes.Node b = start();
        a.tasks().register("x", held, TaskOptions.builder().restartInterrupted().build());
        a.tasks().start("x");
        Held.Run ignored = held.next();
        long first = clock.millis();
        Leases.thirds(2, clock, a, b);
        Recorder recorder = invariants.record(b.tasks());
        Leases.until("what the other knows", () -> b.tasks().getState("x").isPresent());
        b.tasks().register("x", held, TaskOptions.builder().restartInterrupted().build());
        a.kill();
        long last = clock.millis();
        Leases.passUntil("a run that is lost", () -> lostSince(b, "x") > 0, clock, b);
        assertThat(lostSince(b, "x")) // which of its signs has been read depends on who was faster
                .isBetween(first - 1, last + 1);
        long since = lostSince(b, "x");
        assertThat(((Running) b.tasks().getState("x").orElseThrow()).run()).isEqualTo(1);
        recorder.await("a run that is lost", change -> lostIn(change) == since);
        Leases.passUntil("the next run", () -> held.waiting() > 0, clock, b);

        assertThat(lostSince(b, "x")).as("once it is decided").isZero();
    }

    @Test
    void aNodeInDoubtSaysSoOfItsOwnRunsAndGoesOn() throws Exception {
        Nodes.Node a = start();
        Nodes.Node b = start();
        a.tasks().register("x", held);
        a.tasks().start("x");
        Held.Run run = held.next();
        b.tasks().register("y", held);
        b.tasks().start("y");
        Held.Run other = held.next();
        Leases.until("what the other knows", () -> a.tasks().getState("y").isPresent());
        Leases.thirds(2, clock, a, b);
        long last = clock.millis();
        Recorder recorder = invariants.record(a.tasks());
        journal.down(true);
        Leases.passUntil("doubt", () -> lostSince(a, "x") > 0, clock, a, b);
        long since = lostSince(a, "x");
        assertThat(since).isBetween(last - Leases.THIRD.toMillis(), last);
        Leases.passUntil("the same of what is elsewhere", () -> lostSince(a, "y") > 0, clock, a, b);
        run.ctx().progress("Going on");
        Updated shown = recorder.awaitProgress("x", "Going on");
        assertThat(((Running) shown.state()).lostSince()).isEqualTo(since);
        journal.down(false);
        Leases.passUntil("certainty", () -> lostSince(a, "x") == 0 && lostSince(a, "y") == 0, clock, a, b);

        recorder.await(
                "x as before",
                change -> change instanceof Updated updated
                        && updated.state() instanceof Running running
                        && running.progress().message().equals("Going on")
                        && running.lostSince() == 0);
        run.end();
        other.end();
        recorder.await("x", TaskStatus.COMPLETED);
        recorder.await("y", TaskStatus.COMPLETED);
    }
}
