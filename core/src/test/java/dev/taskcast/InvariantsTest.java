package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskChange.Removed;
import dev.taskcast.task.TaskChange.Updated;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopping;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checks check. */
class InvariantsTest {
    private static final TaskIdentity WHO = new TaskIdentity("x", "x", null, null, null, List.of());

    private static Updated at(long position, TaskState state) {
        return new Updated(position, "x", state);
    }

    private static Running running(int run) {
        return new Running(WHO, new Placement(run, 1), TaskProgress.STARTING);
    }

    private static Canceled canceled(int run, @Nullable Stopping stopping) {
        return new Canceled(WHO, new Ending(run, 1, 2), stopping);
    }

    private static final Stopping STOPPING = new Stopping(Stopping.Phase.REQUESTED, 2);

    private static void assertBroken(String rule, TaskChange... changes) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Invariants.check(List.of(changes)))
                .withMessageStartingWith("Wanted: " + rule);
    }

    @Test
    void whatIsRightPasses() {
        assertThatNoException()
                .isThrownBy(() -> Invariants.check(List.of(
                        at(1, running(1)),
                        at(1, running(1)),
                        at(2, canceled(1, STOPPING)),
                        at(2, canceled(1, null)),
                        at(4, running(3)),
                        new Removed(5, "x"),
                        at(6, running(1)))));
    }

    @Test
    void whatIsWrongDoesNot() {
        assertBroken("positions never fall", at(2, running(1)), at(1, running(1)));
        assertBroken("nothing of an older run", at(1, running(2)), at(2, canceled(1, null)));
        assertBroken("one terminal status a run", at(1, canceled(1, null)), at(2, running(1)));
        assertBroken(
                "one terminal status a run",
                at(1, canceled(1, null)),
                at(2, new Failed(WHO, new Ending(1, 1, 2), "late")));
        assertBroken("stopping ends once", at(1, canceled(1, null)), at(1, canceled(1, STOPPING)));
    }
}
