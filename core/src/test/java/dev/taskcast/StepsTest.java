package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.taskcast.task.ProgressReporter.StepHandler;
import dev.taskcast.task.TaskCanceledException;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskStep;
import dev.taskcast.time.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test works in the handler's place. */
class StepsTest extends InHandler {
    private static final StepHandler NOTHING = step -> {};

    StepsTest() {
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
    void aStepsShareOfTheBarIsItsWeight() throws Exception {
        ctx.plan(4);
        ctx.step("first", 1, step -> assertThat(percent()).isZero());
        assertThat(percent()).isEqualTo(25);
        ctx.step("second", 3, step -> {
            assertThat(percent()).isEqualTo(25);
            step.progress("half", 1, 2);
            assertThat(percent()).isEqualTo(62.5);
            step.progress("no number");
        });
        assertThat(percent()).isEqualTo(100);
    }

    @Test
    void withoutAPlanTheStepsWeighOneTogether() throws Exception {
        ctx.step("first", 0.25, NOTHING);
        assertThat(percent()).isEqualTo(25);
        ctx.step("second", 0.75, NOTHING);
        assertThat(percent()).isEqualTo(100);
    }

    @Test
    void stepsThatWeighMoreThanPlannedAreTheWhole() throws Exception {
        ctx.plan(2);
        ctx.step(
                "first",
                2,
                step -> ctx.step("second", 2, second -> {
                    second.progress("half", 1, 2);
                    assertThat(percent()).isEqualTo(25);
                }));
        assertThat(percent()).isEqualTo(100);
    }

    @Test
    void stepsAreShownInTheirOrderEachBeforeItsOwn() throws Exception {
        ctx.step("a", 0.5, a -> {
            a.plan(2); // else it depends on when it is shown: a1 alone would be the whole of it
            a.step("a1", 1, NOTHING);
            a.step("a2", 1, a2 -> {
                a2.progress("busy", 3, 4);
                assertThat(newest().steps())
                        .containsExactly(
                                new TaskStep("a", 0, TaskStatus.RUNNING, null, 87.5, 100),
                                step("a1", 1, TaskStatus.COMPLETED),
                                new TaskStep("a2", 1, TaskStatus.RUNNING, "busy", 3, 4));
                assertThat(newest().message()).isEqualTo("a: a2: busy");
            });
        });
        ctx.step("b", 0.5, b -> {
            assertThat(newest().message()).isEqualTo("b");
            assertThat(newest().steps()).extracting(TaskStep::name).containsExactly("a", "a1", "a2", "b");
            assertThat(newest().steps()).extracting(TaskStep::depth).containsExactly(0, 1, 1, 0);
        });
    }

    @Test
    void betweenStepsTheRunsOwnMessageIsShown() throws Exception {
        ctx.step("a", 0.5, NOTHING);
        assertThat(newest().message()).isEqualTo("a");
        ctx.progress("Tidying up");
        assertThat(newest().message()).isEqualTo("Tidying up");
        assertThat(percent()).isEqualTo(50);
    }

    @Test
    void aNestedPlanIsOfItsOwnStep() throws Exception {
        ctx.plan(2);
        ctx.step("a", 1, a -> {
            a.plan(10);
            a.step("a1", 5, NOTHING);
            assertThat(percent()).isEqualTo(25);
        });
        assertThat(percent()).isEqualTo(50);
    }

    @Test
    void aStepThatThrowsHasFailedAndItsExceptionGoesOn() throws Exception {
        ctx.plan(2);
        assertThatIllegalStateException()
                .isThrownBy(() -> ctx.step("a", 1, a -> {
                    a.progress("half", 1, 2);
                    throw new IllegalStateException("no");
                }))
                .withMessage("no");
        assertThat(newest().steps()).containsExactly(new TaskStep("a", 0, TaskStatus.ERROR, "half", 1, 2));
        assertThat(percent()).isEqualTo(25);
        ctx.step("b", 1, NOTHING);
        assertThat(percent()).isEqualTo(75);
        run.end();
        assertThat(seen.await("x", TaskStatus.COMPLETED).run()).isOne();
    }

    @Test
    void aCancelLeavesBeforeAStep() {
        tasks.cancel("x");
        assertThatExceptionOfType(TaskCanceledException.class)
                .isThrownBy(() -> ctx.step("a", 1, step -> {
                    throw new AssertionError("not reached");
                }));
    }

    @Test
    void aStepMayWeighNothing() throws Exception {
        ctx.step("a", 0, NOTHING);
        assertThat(percent()).isZero();
        assertThat(newest().steps()).containsExactly(step("a", 0, TaskStatus.COMPLETED));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aWeightThatIsNoneIsRefused(double weight) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ctx.step("a", weight, NOTHING))
                .withMessage("A step's weight must be a finite number of at least 0, got: " + weight);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ctx.plan(weight))
                .withMessage("A plan's weight must be a finite number above 0, got: " + weight);
        assertThatIllegalArgumentException().isThrownBy(() -> ctx.plan(0));
    }
}
