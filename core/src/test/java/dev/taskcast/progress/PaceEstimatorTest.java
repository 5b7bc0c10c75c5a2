package dev.taskcast.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import dev.taskcast.forecast.Curve;
import dev.taskcast.forecast.Forecast;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskProgress.Pace;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskStep;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaceEstimatorTest {
    private static final Percentage CLOSE = Percentage.withPercentage(3);

    private long now = Long.MAX_VALUE - 5_000_000_000L; // only differences mean anything
    private PaceEstimator estimator = new PaceEstimator(null, false, now);
    private double current;

    /** A run that went evenly. */
    private static Curve even(double seconds) {
        return even(seconds, 1_000);
    }

    private static Curve even(double seconds, double total) {
        Forecast forecast = new Forecast(null, false);
        for (int i = 0; i <= 100; i++) {
            forecast.add(i * seconds / 100, i * total / 100, total);
        }
        return Objects.requireNonNull(forecast.curve(seconds, false));
    }

    private @Nullable Pace after(double seconds, double more, double total) {
        now += (long) (seconds * 1e9);
        current += more;
        return estimator.next(new TaskProgress("x", current, total), now);
    }

    /** Reports often, at a steady rate. */
    private Pace steady(double seconds, double rate, double total) {
        Pace pace = null;
        for (int i = 0; i < Math.round(seconds * 10); i++) {
            pace = after(0.1, rate / 10, total);
        }
        return Objects.requireNonNull(pace);
    }

    private static double seconds(@Nullable Pace pace) {
        return Objects.requireNonNull(pace).etaMillis() / 1_000.0;
    }

    private static double rate(@Nullable Pace pace) {
        return Objects.requireNonNull(pace).rate();
    }

    @Test
    void aSteadyRateIsWhatItIs() {
        Pace pace = steady(20, 100, 10_000);
        assertThat(pace.rate()).isCloseTo(100, CLOSE);
        assertThat(seconds(pace)).as("80 s are left").isBetween(75.0, 90.0);
    }

    @Test
    void aSteadyRateIsRightFromTheMomentThatItIsShown() {
        Pace pace = steady(1.7, 100, 10_000);
        assertThat(pace.rate()).isCloseTo(100, CLOSE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.25, 1, 2.5})
    void itIsTheSameHoweverOftenProgressIsShown(double every) {
        Pace pace = null;
        for (double time = 0; time < 10; time += every) {
            pace = after(every, 10 * every, 1_000);
        }
        for (double time = 0; time < 10; time += every) {
            pace = after(every, 100 * every, 10_000);
        }
        assertThat(rate(pace)).isCloseTo(88.3, Percentage.withPercentage(5));
    }

    @Test
    void nothingIsSaidBeforeThereIsEnough() {
        for (int i = 0; i <= 13; i++) {
            assertThat(after(0.1, 5, 100)).as("at " + i).isNull();
        }
        assertThat(after(0.11, 5, 100)).isNotNull();
    }

    @Test
    void twoValuesAreNotEnough() {
        assertThat(after(0, 0, 100)).isNull();
        assertThat(after(10, 10, 100)).isNull();
        assertThat(rate(after(10, 10, 100))).isEqualTo(1);
    }

    @Test
    void aBurstMovesItALittleAndIsForgotten() {
        steady(20, 10, 1e6);
        double burst = rate(after(0.1, 1_000, 1e6));
        assertThat(burst).isBetween(50.0, 500.0); // for a moment it was 10,000 a second
        Pace later = steady(40, 10, 1e6);
        assertThat(later.rate()).isCloseTo(10, CLOSE);
    }

    @Test
    void aStandstillLowersIt() {
        double before = steady(20, 10, 1e6).rate();
        double after = rate(after(5, 0, 1e6));
        assertThat(after).isCloseTo(before / Math.E, CLOSE);
    }

    @Test
    void theLengthOfEarlierRunsIsExpectedAtFirst() {
        estimator = new PaceEstimator(even(60), false, now);
        Pace first = after(0, 0, 1_000);
        assertThat(seconds(first)).isEqualTo(60);
        assertThat(rate(first)).isNaN();
    }

    @Test
    void whatIsMeasuredTakesTheFormersPlace() {
        estimator = new PaceEstimator(even(60), false, now);
        Pace early = steady(3, 1_000 / 120.0, 1_000); // twice as slow as the runs before
        assertThat(seconds(early)).isBetween(57.0, 120.0);
        Pace half = steady(57, 1_000 / 120.0, 1_000);
        assertThat(seconds(half)).as("60 s are left").isCloseTo(60, CLOSE);
        Pace late = steady(48, 1_000 / 120.0, 1_000);
        assertThat(seconds(late)).as("12 s are left").isCloseTo(12, CLOSE);
    }

    @Test
    void earlierRunsSayNothingOfARunWithoutAnEnd() {
        estimator = new PaceEstimator(even(60), false, now);
        assertThat(after(0, 0, Double.NaN)).isNull();
        Pace pace = steady(5, 10, Double.NaN);
        assertThat(pace.rate()).isCloseTo(10, CLOSE);
        assertThat(pace.etaMillis()).isEqualTo(-1);
    }

    @Test
    void aRunThatDoesNotMoveHasNoEnd() {
        after(0, 0, 100);
        after(5, 0, 100);
        Pace pace = after(5, 0, 100);
        assertThat(rate(pace)).isZero();
        assertThat(Objects.requireNonNull(pace).etaMillis()).isEqualTo(-1);
    }

    @Test
    void aRunThatStopsMovingHasNoEndUntilItMoves() {
        assertThat(seconds(steady(10, 5, 100))).isPositive();
        assertThat(Objects.requireNonNull(after(3.5, 0, 100)).etaMillis()).isEqualTo(-1);
        assertThat(seconds(after(0.1, 1, 100))).isPositive();
    }

    /** Of 20,000 walks by chance the mean was 7.2, and the most 21: one walk alone says little. */
    @Test
    void theEndStaysWhereItIsWhileItIsRightEnough() {
        IntSummaryStatistics moves = IntStream.range(0, 200)
                .map(seed -> changesOfMind(new SeededRandom(seed)))
                .summaryStatistics();

        assertThat(moves.getAverage()).as("changes of mind in 80 s").isLessThan(8);
        assertThat(moves.getMax()).isLessThan(22);
    }

    private int changesOfMind(SeededRandom random) {
        estimator = new PaceEstimator(null, false, now);
        current = 0;
        steady(5, 10, 1_000);
        double end = now / 1e9 + seconds(after(0.1, 1, 1_000));
        int moves = 0;
        for (int i = 0; i < 800; i++) {
            double next = now / 1e9 + 0.1 + seconds(after(0.1, random.nextDouble() * 2, 1_000));
            moves += Math.abs(next - 0.1 - end) > 0.11 ? 1 : 0;
            end = next - 0.1;
        }
        return moves;
    }

    @Test
    void whileItIsUnsureItSaysWhatIsLikely() {
        estimator = new PaceEstimator(even(60), false, now);
        Pace first = Objects.requireNonNull(after(0, 0, 1_000));
        assertThat(first.leastMillis()).isBetween(30_000L, 59_000L);
        assertThat(first.mostMillis()).isBetween(61_000L, 120_000L);
        Pace sure = steady(40, 1_000 / 60.0, 1_000);
        assertThat(sure.leastMillis()).isEqualTo(-1);
        assertThat(sure.mostMillis()).isEqualTo(-1);
    }

    @Test
    void theRateHasThreeDigits() {
        double rate = steady(20, 123_456.789, Double.NaN).rate();
        assertThat(rate % 1_000).isZero();
        assertThat(rate).isCloseTo(123_000, CLOSE);
    }

    @Test
    void anotherBarBeginsAnew() {
        steady(20, 1_000, 100_000);
        current = 0;
        assertThat(after(0.1, 0, 50)).as("nothing of the last one").isNull();
        assertThat(steady(5, 2, 50).rate()).isCloseTo(2, CLOSE);
    }

    @Test
    void withoutNumbersThereIsNoPace() {
        for (int i = 0; i < 100; i++) {
            now += 1_000_000_000L;
            assertThat(estimator.next(new TaskProgress("x"), now)).isNull();
        }
    }

    @Test
    void aRunThatIsMadeOfStepsHasAnEndAndNoRate() {
        Pace pace = null;
        TaskStep step = new TaskStep("a", 0, TaskStatus.RUNNING, null, 1, 2);
        for (int i = 0; i < 50; i++) {
            now += 1_000_000_000L;
            pace = estimator.next(new TaskProgress("x", i, 100, null, null, List.of(step)), now);
        }
        assertThat(rate(pace)).isNaN();
        assertThat(seconds(pace)).isBetween(50.0, 55.0);
    }

    @Test
    void aBarOverItsTotalHasNoTimeLeft() {
        estimator = new PaceEstimator(even(60), false, now);
        assertThat(seconds(steady(3, 10, 100))).isPositive();
        current = 100;
        assertThat(seconds(after(0.1, 0, 100))).as("all is done").isZero();
        Pace over = after(0.1, 1, 100);
        assertThat(Objects.requireNonNull(over).etaMillis()).as("at 101 of 100").isEqualTo(-1);
        assertThat(rate(over)).isPositive();
        assertThat(new PaceEstimator(even(60), false, now).next(new TaskProgress("x", 101, 100), now))
                .as("nor by the length of earlier runs")
                .isNull();
    }

    @Test
    void whatIsUsualIsSaidWhereTheTimeLeftIsNot() {
        estimator = new PaceEstimator(even(60, 100), false, now);
        assertThat(Objects.requireNonNull(steady(30, 1, 100)).usualMillis()).isEqualTo(-1);
        current = 100;
        assertThat(Objects.requireNonNull(after(0.1, 1, 100)).usualMillis())
                .as("over its total")
                .isEqualTo(60_000);
        assertThat(new PaceEstimator(even(60, 1_000), false, now).next(new TaskProgress("x", 101, 100), now))
                .as("of runs that had ten times as much to do")
                .isNull();
        assertThat(new PaceEstimator(even(60, 100), true, now).next(new TaskProgress("x", 101, 100), now))
                .as("of a run that went on")
                .isNull();
    }

    @Test
    void aStepOverItsTotalLeavesTheWholeNoTimeLeft() {
        Pace pace = null;
        for (int i = 1; i <= 50; i++) {
            now += 1_000_000_000L;
            TaskStep step = new TaskStep("a", 0, TaskStatus.RUNNING, null, i, 40);
            pace = estimator.next(new TaskProgress("x", Math.min(100, i * 2.5), 100, null, null, List.of(step)), now);
            assertThat(pace != null && pace.etaMillis() >= 0).as("at " + i).isEqualTo(i >= 3 && i <= 40);
        }
    }

    @Test
    void whatAResumedRunExpectsIsTheRestOnly() {
        estimator = new PaceEstimator(even(12), true, now);
        current = 90;
        assertThat(seconds(after(0, 0, 100))).as("1.2 s are left").isBetween(1.1, 1.3);
        for (int i = 1; i <= 9; i++) {
            assertThat(seconds(after(0.1, 1, 100))).as("after " + i).isBetween(0.0, 2.0);
        }
    }

    @Test
    void whatAResumedRunCountsUpAtFirstIsNoWork() {
        estimator = new PaceEstimator(even(100, 100), true, now);
        after(0, 0, 100);
        assertThat(seconds(after(0.1, 50, 100))).as("half of it").isBetween(49.0, 51.0);
        for (int i = 0; i < 40; i++) {
            Pace pace = after(0.1, 0.1, 100);
            assertThat(seconds(pace)).as("at " + i).isBetween(42.0, 500.0);
            assertThat(Double.isNaN(rate(pace)) || rate(pace) < 1.1)
                    .as("the rate is that of now")
                    .isTrue();
        }
    }

    @Test
    void earlierRunsSayNothingOfAnotherBar() {
        estimator = new PaceEstimator(even(60), false, now);
        steady(30, 10, 300);
        current = 0;
        assertThat(after(0.1, 0, 300)).isNull();
        assertThat(seconds(steady(10, 10, 300))).isCloseTo(20, CLOSE);
    }

    static SeededRandom[] seeds() {
        return SeededRandom.several(20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void itIsNeverNonsenseWhateverIsReported(SeededRandom random) {
        double[] odd = {
            0,
            -0.0,
            -1,
            1,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.MIN_VALUE,
            Long.MAX_VALUE
        };
        Curve earlier = random.nextBoolean() ? null : even(2 + random.nextDouble() * 100);
        estimator = new PaceEstimator(earlier, random.nextBoolean(), now);
        for (int i = 0; i < 1_000; i++) {
            now += random.nextBoolean() ? 0 : random.nextLong(10_000_000_000L);
            double done = random.nextInt(3) == 0 ? odd[random.nextInt(odd.length)] : random.nextDouble() * 100;
            double total = random.nextInt(3) == 0 ? odd[random.nextInt(odd.length)] : 100;
            Pace pace = estimator.next(new TaskProgress("x", done, total), now);
            if (pace != null) {
                assertThat(pace.etaMillis()).as("eta").isGreaterThanOrEqualTo(-1);
                assertThat(Double.isInfinite(pace.rate()) || pace.rate() < 0)
                        .as("rate " + pace.rate())
                        .isFalse();
                assertThat(Double.isNaN(pace.rate()) && pace.etaMillis() < 0)
                        .as("says something")
                        .isFalse();
            }
        }
    }
}
