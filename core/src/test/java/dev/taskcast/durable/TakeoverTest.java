package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs are taken over from nodes that are gone, and from no others. */
class TakeoverTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final SharedJournal journal = SharedJournal.ofManyNodes(clock);
    private final Nodes nodes = new Nodes(invariants, journal);
    private final Held held = Held.polite();

    private Nodes.Node start() {
        return nodes.start(builder -> builder.clock(clock)
                .lease(Leases.LEASE)
                .closeTimeout(Duration.ZERO)); // on a clock that stands still any other would be for ever
    }

    private static TaskStatus status(Nodes.Node node, String id) {
        return node.tasks().getState(id).orElseThrow().status();
    }

    private static boolean isLost(Nodes.Node node, String id) {
        return node.tasks().getState(id).orElseThrow() instanceof Running running && running.lostSince() != 0;
    }

    @Test
    void whatAnAnswerTakesIsNoSilenceOfOthers() throws Exception {
        Nodes.Node a = start();
        Nodes.Node b = start();
        a.tasks().register("x", held);
        a.tasks().start("x");
        Held.Run run = held.next();
        b.tasks().register("y", held);
        b.tasks().start("y");
        Held.Run other = held.next();
        Leases.until("what the other knows", () -> b.tasks().getState("x").isPresent());
        Leases.thirds(2, clock, a, b);
        b.store().holdRenewals();
        Leases.thirds(1, clock, a, b); // b has asked
        Leases.thirds(1, clock, a); // a gives another sign
        a.store().holdRenewals();
        b.store().goOnRenewing(); // and b is answered with that
        Leases.until("a node that is in no doubt", () -> !isLost(b, "y"));
        Leases.thirds(2, clock, b); // a lease since it asked, and less than one since a gave its sign
        Leases.pass(Leases.LEASE.dividedBy(10), clock, b);
        b.tasks().register("z", held); // after whatever it has found by then

        assertThat(status(b, "x")).isEqualTo(TaskStatus.RUNNING);
        Leases.passUntil("the end of a node that stays silent", () -> status(b, "x") == TaskStatus.ERROR, clock, b);
        a.store().goOnRenewing();
        Leases.thirds(1, clock, a);
        run.awaitEnd();
        other.end();
    }
}
