package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.ProgressReporter.StepHandler;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskStep;
import dev.taskcast.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bar around the steps. The test works in the handler's place. */
class StepsWholeTest extends InHandler {
    private static final StepHandler NOTHING = step -> {};

    StepsWholeTest() {
        super(builder -> builder.clock(new ManualClock()));
    }

    private double percent() {
        assertThat(newest().total()).isEqualTo(100);
        return newest().current();
    }

    private static TaskStep step(String name, int depth, TaskStatus status) {
        return new TaskStep(name, depth, status, null, Double.NaN, Double.NaN);
    }

    @Test
    void stepsMayRunInParallel() throws Exception {
        ctx.plan(4);
        CountDownLatch begun = new CountDownLatch(4);
        CountDownLatch mayEnd = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String name = "part " + i;
            threads.add(Await.start(() -> ctx.step(name, 1, step -> {
                step.progress("half", 1, 2);
                begun.countDown();
                Await.latch(mayEnd);
            })));
        }
        Await.latch(begun);
        assertThat(percent()).isEqualTo(50);
        assertThat(newest().steps())
                .hasSize(4)
                .allSatisfy(step -> assertThat(step.status()).isEqualTo(TaskStatus.RUNNING));
        mayEnd.countDown();
        for (Thread thread : threads) {
            Await.end(thread);
        }
        assertThat(percent()).isEqualTo(100);
    }

    @Test
    void theBarNeverGoesBack() throws Exception {
        ctx.plan(2);
        ctx.step("a", 1, a -> {
            a.progress("most", 8, 10);
            assertThat(percent()).isEqualTo(40);
            a.progress("again", 1, 10);
            assertThat(percent()).isEqualTo(40);
            a.progress("no number");
            assertThat(percent()).isEqualTo(40);
        });
        assertThat(percent()).isEqualTo(50);
        ctx.step("more than planned", 8, NOTHING);
        ctx.plan(1_000);
        assertThat(percent()).isGreaterThanOrEqualTo(50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theBarNeverGoesBackWhateverIsReported(SeededRandom random) throws Exception {
        grow(ctx, random, 0, new double[1]);
    }

    static SeededRandom[] seeds() {
        return SeededRandom.several(20);
    }

    private void grow(dev.taskcast.task.ProgressReporter at, SeededRandom random, int depth, double[] shown)
            throws Exception {
        for (int i = random.nextInt(5); i >= 0; i--) {
            switch (random.nextInt(depth > 4 ? 2 : 4)) {
                case 0 -> at.progress("p", random.nextInt(20) - 2, random.nextInt(20) - 2);
                case 1 -> at.plan(random.nextInt(1, 20));
                default -> at.step("s", random.nextInt(5), step -> grow(step, random, depth + 1, shown));
            }
            if (!newest().steps().isEmpty()) {
                assertThat(percent()).isBetween(shown[0], 100.0);
                shown[0] = percent();
            }
        }
    }

    @Test
    void theLastStepsAreShownBeforeTheEnd() throws Exception {
        ctx.step("a", 0.5, NOTHING);
        ctx.step("b", 0.5, NOTHING);
        run.end();
        run.awaitEnd();
        seen.drain(tasks);

        List<TaskProgress> shown = new ArrayList<>();
        for (TaskChange change : seen.changes()) {
            if (change instanceof TaskChange.Updated updated && updated.state() instanceof Running running) {
                shown.add(running.progress());
            }
        }
        assertThat(shown.getLast().steps())
                .containsExactly(step("a", 0, TaskStatus.COMPLETED), step("b", 0, TaskStatus.COMPLETED));
        assertThat(shown.getLast().current()).isEqualTo(100);
    }

    @Test
    void noMoreThanAHundredStepsAreShownAndAllCount() throws Exception {
        ctx.plan(200);
        for (int i = 0; i < 150; i++) {
            ctx.step("s" + i, 1, NOTHING);
        }
        assertThat(newest().steps()).hasSize(100);
        assertThat(percent()).isEqualTo(75);
    }
}
