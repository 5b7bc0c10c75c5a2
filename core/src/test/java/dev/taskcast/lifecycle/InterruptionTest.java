package dev.taskcast.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.codec.Payload;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.Waiting;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a task whose nodes are lost. */
class InterruptionTest {
    private static final long NOW = 1_000_000;

    private @Nullable TaskRow row;
    private long position;

    private TaskRow row() {
        return Objects.requireNonNull(row);
    }

    private void decide(Command command) {
        Decision.Next next = (Decision.Next) Lifecycle.decide(row, command, NOW);
        row = TaskRow.after(row, next, ++position);
    }

    private void make(boolean restart, int attempts) {
        TaskIdentity identity = new TaskIdentity("x", "t", null, null, null, List.of());
        Terms terms = new Terms(false, restart, false, attempts, null, null, null);
        decide(new Command.Register(identity, terms, Payload.of(1, null), new Waiting.ForSlot(0, NOW, null, null)));
    }

    private void runsAndIsLost() {
        decide(new Command.Start("node"));
        decide(new Command.Interrupt(row().fence(), null, NOW));
    }

    private void runsAndNotes() {
        decide(new Command.Start("node"));
        decide(new Command.Note(row().fence(), "n", Payload.of(position, null)));
        decide(new Command.Interrupt(row().fence(), null, NOW));
    }

    @Test
    void aTaskThatWasLostWithThreeNodesInARowHasFailed() {
        make(true, 1);
        runsAndIsLost();
        runsAndIsLost();
        assertThat(row().state()).isInstanceOf(Running.class);
        runsAndIsLost();

        assertThat(row().state())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.error())
                                .isEqualTo("Interrupted by server restart, as were the 2 runs before it"));
    }

    @Test
    void aCheckpointInBetweenBeginsTheCountAnew() {
        make(true, 1);
        for (int i = 0; i < 5; i++) {
            runsAndIsLost();
            runsAndNotes();
        }
        runsAndIsLost();
        assertThat(row().state()).isInstanceOf(Running.class);
        runsAndIsLost();

        assertThat(row().state()).isInstanceOf(Failed.class);
    }

    @Test
    void whatIsLostIsOneFailedAttemptWhereItIsTriedAgain() {
        make(false, 2);
        runsAndIsLost();
        assertThat(row().state()).isInstanceOfSatisfying(Pending.class, pending -> {
            assertThat(pending.waiting()).isInstanceOf(Waiting.ForTime.class);
            assertThat(Objects.requireNonNull(pending.course()).lastError()).isEqualTo("Interrupted by server restart");
        });
        runsAndIsLost();

        assertThat(row().state()).isInstanceOf(Failed.class);
    }

    @Test
    void anOrderlyEndUsesUpNothing() {
        make(false, 2);
        for (int i = 0; i < 10; i++) {
            decide(new Command.Start("node"));
            decide(new Command.Interrupt(row().fence(), null, 0));
        }
        assertThat(row().state())
                .isInstanceOfSatisfying(
                        Pending.class, pending -> assertThat(pending.waiting()).isInstanceOf(Waiting.ForSlot.class));
    }
}
