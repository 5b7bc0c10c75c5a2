package dev.taskcast.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopping;
import dev.taskcast.task.TaskState.Stopping.Phase;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.task.TaskState.TimedOut;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskStateTest {
    private static final TaskIdentity WHO = new TaskIdentity("x", "x", null, null, null, List.of());
    private static final Ending ENDING = new Ending(3, 100, 200);
    private static final Stopping STOPPING = new Stopping(Phase.REQUESTED, 200);

    private static final List<TaskState> ONE_OF_EACH = List.of(
            new Pending(WHO, Waiting.ForStart.FIRST),
            new Running(WHO, new Placement(3, 100), TaskProgress.STARTING),
            new Completed(WHO, ENDING, TaskResult.of(1), List.of()),
            new TaskState.Failed(WHO, ENDING, "no"),
            new Canceled(WHO, ENDING, STOPPING),
            new TimedOut(WHO, ENDING, STOPPING));

    @Test
    void thereIsOneRecordForEachStatus() {
        assertThat(ONE_OF_EACH).extracting(TaskState::status).containsExactly(TaskStatus.values());
        assertThat(ONE_OF_EACH)
                .extracting(state -> state.status().wireName())
                .containsExactly("pending", "running", "completed", "error", "canceled", "timed_out");
    }

    @Test
    void aStatusIsTerminalWhereItsRecordIs() {
        for (TaskState state : ONE_OF_EACH) {
            assertThat(state.status().isTerminal()).isEqualTo(state instanceof Terminal);
        }
    }

    @Test
    void aSwitchOverTheSixIsExhaustive() {
        for (TaskState state : ONE_OF_EACH) {
            int run = switch (state) { // compiles without a default
                case Pending p -> p.waiting().run();
                case Running r -> r.placement().run();
                case Completed c -> c.ending().run();
                case TaskState.Failed e -> e.ending().run();
                case Canceled c -> c.ending().run();
                case TimedOut t -> t.ending().run();
            };
            assertThat(state.run()).isEqualTo(run);
            assertThat(state.id()).isEqualTo("x");
        }
    }

    @Test
    void aTerminalStateTellsItsRunInTime() {
        Terminal ended = new Completed(WHO, ENDING, null, List.of());

        assertThat(ended.run()).isEqualTo(3);
        assertThat(ended.startedAt()).isEqualTo(100);
        assertThat(ended.lastRun()).isEqualTo(200);
    }

    @Test
    void onlyStoppingGoesWhenItEnds() {
        assertThat(new Canceled(WHO, ENDING, STOPPING).withoutStopping()).isEqualTo(new Canceled(WHO, ENDING, null));
        assertThat(new TimedOut(WHO, ENDING, STOPPING).withoutStopping()).isEqualTo(new TimedOut(WHO, ENDING, null));
    }

    @Test
    void theTagsOfAnIdentityAreItsOwn() {
        List<String> tags = new ArrayList<>(List.of("a"));
        TaskIdentity identity = new TaskIdentity("x", "x", null, null, null, tags);
        tags.add("b");

        assertThat(identity.tags()).containsExactly("a").isUnmodifiable();
    }
}
