package dev.taskcast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TEN = Duration.ofSeconds(10);

    private static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1_000));
    }

    private static List<Instant> at(int... seconds) {
        return IntStream.of(seconds).mapToObj(second -> at((double) second)).toList();
    }

    @Test
    void everyTicksAtAFixedRateFromOnePeriodAfterItsAnchor() {
        Schedule schedule = Schedule.every(TEN);
        assertThat(schedule.next(START, START)).contains(at(10.0));
        assertThat(schedule.next(START, at(9.999))).contains(at(10.0));
        assertThat(schedule.next(START, at(10.0))).contains(at(20.0));
        assertThat(schedule.next(at(10.0), at(1_234.5))).contains(at(1_240.0));
        assertThat(schedule.nextTicks(START, 3)).isEqualTo(at(10, 20, 30));
    }

    @Test
    void everyAnswersTheSameFromAnyOfItsTicks() {
        Random random = new Random(7);
        Schedule schedule = Schedule.every(Duration.ofMillis(1_777));
        for (int i = 0; i < 1_000; i++) {
            Instant after = START.plusMillis(random.nextInt(10_000_000));
            Instant tick = schedule.next(START, START.plusMillis(random.nextInt(10_000_000)))
                    .orElseThrow();
            if (!tick.isAfter(after)) {
                assertThat(schedule.next(tick, after)).isEqualTo(schedule.next(START, after));
            }
        }
    }

    @Test
    void noTickComesTwiceWhereTheClockGoesBack() {
        assertThat(Schedule.every(TEN).next(at(50.0), at(20.0))).contains(at(60.0));
    }

    @Test
    void ticksAreWholeMilliseconds() {
        Instant anchor = START.plusNanos(123_456_789);
        assertThat(Schedule.every(TEN).next(anchor, anchor)).contains(at(10.123));
        assertThat(Schedule.afterEach(TEN).next(anchor, anchor)).contains(at(10.123));
    }

    @Test
    void afterEachTicksOnceAfterTheEndOfARun() {
        Schedule schedule = Schedule.afterEach(TEN);
        assertThat(schedule.next(at(7.0), at(7.0))).contains(at(17.0));
        assertThat(schedule.next(at(7.0), at(17.0))).isEmpty();
        assertThat(schedule.nextTicks(START, 2)).isEqualTo(at(10, 20));
    }

    @Test
    void aTickIsNotDueBeforeItsTime() {
        assertThat(Schedule.every(TEN).due("x", at(10.0), at(9.999))).isEqualTo(due(at(10.0)));
        assertThat(Schedule.every(TEN).due("x", at(10.0), at(10.0))).isEqualTo(due(at(20.0), at(10.0)));
    }

    private static Schedule.Due due(Instant next, Instant... ticks) {
        return new Schedule.Due(List.of(ticks), next);
    }

    @Test
    void ofMissedTicksOneIsMadeUpForByDefault() {
        assertThat(Schedule.every(TEN).due("x", at(10.0), at(95.0))).isEqualTo(due(at(100.0), at(90.0)));
    }

    @Test
    void missedTicksCanBeSkippedAndWhatIsOnlyALittleLateIsNotMissed() {
        Schedule hourly = Schedule.every(Duration.ofHours(1)).missed(Missed.skip());
        assertThat(hourly.due("x", at(3_600.0), at(3_660.0))).isEqualTo(due(at(7_200.0), at(3_600.0)));
        assertThat(hourly.due("x", at(3_600.0), at(3_660.001))).isEqualTo(due(at(7_200.0)));
        Schedule strict = hourly.notLaterThan(Duration.ofSeconds(1));
        assertThat(strict.due("x", at(3_600.0), at(3_602.0))).isEqualTo(due(at(7_200.0)));
    }

    @Test
    void allMissedTicksCanBeMadeUpForUpToANumber() {
        Schedule schedule = Schedule.every(TEN).missed(Missed.all(3));
        assertThat(schedule.due("x", at(10.0), at(25.0))).isEqualTo(due(at(30.0), at(10.0), at(20.0)));
        assertThat(schedule.due("x", at(10.0), at(95.0))).isEqualTo(due(at(100.0), at(70.0), at(80.0), at(90.0)));
    }

    @Test
    void whatIsTooLateIsDropped() {
        Schedule schedule = Schedule.every(TEN).missed(Missed.all(9)).notLaterThan(Duration.ofSeconds(16));
        assertThat(schedule.due("x", at(10.0), at(95.0))).isEqualTo(due(at(100.0), at(80.0), at(90.0)));
    }

    @Test
    void afterEachKnowsItsNextTickOnlyOnceTheRunHasEnded() {
        Schedule schedule = Schedule.afterEach(Duration.ofHours(1)).missed(Missed.skip());
        Schedule.Due begins = schedule.due("x", at(3_600.0), at(3_601.0));
        assertThat(begins.ticks()).containsExactly(at(3_600.0));
        assertThat(begins.next()).isNull();
        assertThat(schedule.due("x", at(3_600.0), at(5_000.0))).isEqualTo(due(at(8_600.0)));
    }

    @Test
    void jitterIsTheSameEachTimeAndAnotherForAnotherTask() {
        Schedule schedule = Schedule.every(Duration.ofDays(1)).jitter(TEN);
        Instant tick = at(86_400.0);
        assertThat(schedule.dueAt("nightly", tick)).isEqualTo("2026-01-02T00:00:00.188Z"); // for ever
        long different = IntStream.range(0, 1_000)
                .mapToObj(i -> schedule.dueAt("task-" + i, tick))
                .peek(due -> assertThat(due).isBetween(tick, tick.plus(TEN).minusMillis(1)))
                .distinct()
                .count();
        assertThat(different).isGreaterThan(900);
    }

    @Test
    void aTickThatIsPutOffIsNeitherLateNorMissed() {
        Schedule schedule =
                Schedule.every(Duration.ofDays(1)).jitter(Duration.ofHours(9)).missed(Missed.skip());
        Instant tick = at(86_400.0);
        Instant begin = schedule.dueAt("x", tick);
        assertThat(begin).isAfter(tick.plus(Schedule.GRACE));
        assertThat(schedule.due("x", tick, begin.minusMillis(1))).isEqualTo(due(tick));
        assertThat(schedule.due("x", tick, begin).ticks()).containsExactly(tick);
        Instant next = at(172_800.0);
        assertThat(schedule.due("x", tick, next)).isEqualTo(due(next)); // too late for one, too early for the other
    }

    @Test
    void theTextSaysWhenItTicksAndNothingElse() {
        Schedule schedule = Schedule.every(Duration.ofSeconds(90));
        assertThat(schedule.text()).isEqualTo("every PT1M30S");
        assertThat(schedule.missed(Missed.skip())
                        .overlap(Overlap.QUEUE)
                        .notLaterThan(TEN)
                        .replaces("old")
                        .text())
                .isEqualTo(schedule.text());
        assertThat(schedule.jitter(TEN).text()).isEqualTo("every PT1M30S jitter PT10S");
        assertThat(Schedule.afterEach(Duration.ofMinutes(1)).text()).isEqualTo("after each PT1M");
    }

    @Test
    void whatIsSaidIsKept() {
        Schedule plain = Schedule.every(TEN);
        assertThat(plain.missed()).isEqualTo(Missed.once());
        assertThat(plain.overlap()).isEqualTo(Overlap.SKIP);
        assertThat(plain.notLaterThan()).isEmpty();
        assertThat(plain.replaces()).isEmpty();
        assertThat(plain.jitter()).isZero();
        Schedule schedule = plain.missed(Missed.all(3))
                .notLaterThan(Duration.ofSeconds(1))
                .overlap(Overlap.REPLACE)
                .jitter(Duration.ofSeconds(2))
                .replaces("old");
        assertThat(schedule.missed()).isEqualTo(Missed.all(3));
        assertThat(schedule.overlap()).isEqualTo(Overlap.REPLACE);
        assertThat(schedule.notLaterThan()).contains(Duration.ofSeconds(1));
        assertThat(schedule.jitter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(schedule.replaces()).contains("old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0000001S", "PT1.0000001S", "P3651D", "PT9999999999999H"})
    void durationsThatMakeNoSenseAreRefused(String text) {
        Duration bad = Duration.parse(text);
        List<UnaryOperator<Schedule>> uses = List.of(
                any -> Schedule.every(bad),
                any -> Schedule.afterEach(bad),
                any -> any.jitter(bad),
                any -> any.notLaterThan(bad));
        for (UnaryOperator<Schedule> use : uses) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> use.apply(Schedule.every(TEN)))
                    .withMessageEndingWith(
                            "must be whole milliseconds, at least 1 and at most 3,650 days, got: " + bad);
        }
    }

    @Test
    void otherBadInputIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Missed.all(0))
                .withMessage("How many missed ticks are made up for must be from 1 to 1000, got: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Missed.all(1_001));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.every(TEN).replaces(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.every(TEN).nextTicks(START, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.every(TEN).nextTicks(START, 1_001));
    }

    @Test
    void withoutItsModuleCronSaysWhichItIs() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Schedule.cron("@daily", ZoneOffset.UTC))
                .withMessageContaining("taskcast-cron")
                .withMessageContaining("dev.taskcast:taskcast-cron");
    }
}
