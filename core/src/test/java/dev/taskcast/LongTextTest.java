package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A handler may say as much as it likes; it is cut, and nothing fails. */
class LongTextTest {
    private static final String LONG = "x".repeat(20_000_000);

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final Recorder seen = invariants.record(tasks);
    private final Held held = Held.polite();

    private static String cut(int max) {
        return "x".repeat(max - 1) + "…";
    }

    private Held.Run start() throws InterruptedException {
        tasks.register("x", held);
        tasks.start("x");
        return held.next();
    }

    private TaskProgress progress() {
        return ((Running) tasks.getState("x").orElseThrow()).progress();
    }

    @Test
    void theMessageOfAnErrorIsCutLikeALine() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            start().fail(new IllegalStateException(LONG));

            Failed failed = (Failed) seen.await("x", TaskStatus.ERROR);
            assertThat(failed.error()).isEqualTo(cut(4_096));
            assertThat(tasks.getRuns("x", 1).getFirst().error()).isEqualTo(cut(4_096));
            assertThat(log).isNotNull();
        }
    }

    @Test
    void aMessageOfProgressIsCut() throws Exception {
        TaskContext ctx = start().ctx();
        ctx.progress(LONG, 1, 2);
        assertThat(progress().message()).isEqualTo(cut(4_096));
        assertThat(progress().current()).isEqualTo(1);
        ctx.progress("y".repeat(4_096));
        assertThat(progress().message()).hasSize(4_096).endsWith("y");
    }

    @Test
    void theNameAndTheMessageOfAStepAreCut() throws Exception {
        Held.Run run = start();
        run.ctx().step(LONG, 1, inner -> {
            inner.progress(LONG, 1, 2);
            TaskStep step = progress().steps().getFirst();
            assertThat(step.name()).isEqualTo(cut(200));
            assertThat(step.message()).isEqualTo(cut(500));
            assertThat(progress().message())
                    .hasSize(4_096)
                    .startsWith(cut(200) + ": xxx")
                    .endsWith("x…");
        });
    }
}
