package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.ForgetOutcome;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ForgetTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final Recorder recorder = invariants.record(tasks);
    private final Held held = Held.stubborn();

    private final TaskType<Integer, Void> type = tasks.type(
            "t",
            Integer.class,
            Void.class,
            (ctx, payload) -> {
                held.run(ctx);
                return null;
            },
            TypeOptions.<Integer>builder()
                    .tasks(TaskOptions.builder().keep().build())
                    .build());

    private void submit(String id) {
        var ignored = tasks.submit(type, 1, SubmitOptions.builder().id(id).build());
    }

    @Test
    void whatHasEndedIsGoneAlsoWhereItIsKept() throws Exception {
        submit("a");
        held.next().end();
        recorder.await("a", TaskStatus.COMPLETED);

        assertThat(tasks.forget("a")).isEqualTo(ForgetOutcome.FORGOTTEN);
        recorder.awaitRemoved("a");
        assertThat(tasks.getState("a")).isEmpty();
        assertThat(tasks.forget("a")).isEqualTo(ForgetOutcome.UNKNOWN);
    }

    @Test
    void whatHasNotEndedStaysUntilItsHandlerHasReturned() throws Exception {
        submit("a");
        Held.Run run = held.next();
        assertThat(tasks.forget("a")).isEqualTo(ForgetOutcome.NOT_ENDED);
        var ignored = tasks.cancel("a");
        assertThat(tasks.forget("a")).as("its handler goes on").isEqualTo(ForgetOutcome.NOT_ENDED);
        run.end();
        recorder.awaitStopped("a");
        assertThat(tasks.forget("a")).isEqualTo(ForgetOutcome.FORGOTTEN);
    }

    @Test
    void whatWasRegisteredIsLeftToItsCode() throws Exception {
        tasks.register("r", held);
        var ignored = tasks.start("r");
        held.next().end();
        recorder.await("r", TaskStatus.COMPLETED);
        assertThat(tasks.forget("r")).isEqualTo(ForgetOutcome.REGISTERED);
        assertThat(tasks.getState("r")).isPresent();
    }
}
