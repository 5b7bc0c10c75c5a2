package dev.taskcast.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On the days on which clocks are put forward and back, and on all the others. */
class ClockChangeTest {
    private static final int YEARS = 12;

    /** Each zone's time that is skipped on one day, and its time that comes twice on another. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,02:30",
        "America/New_York,02:30",
        "America/New_York,01:30",
        "Australia/Lord_Howe,02:15",
        "Australia/Lord_Howe,01:45",
        "Africa/Cairo,00:30",
        "Africa/Cairo,23:30"
    })
    void aDailyOneRunsOnceOnEachDay(ZoneId zone, LocalTime time) {
        LocalDate first = LocalDate.of(2023, 1, 1);
        int days = (int) (first.plusYears(YEARS).toEpochDay() - first.toEpochDay());
        Schedule schedule = Schedule.cron("%d %d * * *".formatted(time.getMinute(), time.getHour()), zone);
        List<Instant> ticks = Stream.iterate(
                        first.atStartOfDay(zone).toInstant(),
                        tick -> schedule.next(tick, tick).orElseThrow())
                .skip(1)
                .limit(days)
                .toList();
        assertThat(ticks.stream().map(tick -> tick.atZone(zone).toLocalDate()).toList())
                .isEqualTo(IntStream.range(0, days).mapToObj(first::plusDays).toList());
        List<Instant> odd = ticks.stream()
                .filter(tick -> !tick.atZone(zone).toLocalTime().equals(time))
                .toList();
        List<Instant> skips = changes(zone, first, ZoneOffsetTransition::isGap).stream()
                .filter(change -> isWithin(
                        time,
                        change.getDateTimeBefore().toLocalTime(),
                        change.getDateTimeAfter().toLocalTime()))
                .map(ZoneOffsetTransition::getInstant)
                .toList();
        assertThat(odd).isEqualTo(skips);
        for (ZoneOffsetTransition change : changes(zone, first, ZoneOffsetTransition::isOverlap)) {
            ZonedDateTime comesTwice = ZonedDateTime.ofLocal(
                    change.getDateTimeAfter().toLocalDate().atTime(time), zone, change.getOffsetBefore());
            assertThat(ticks).contains(comesTwice.toInstant());
        }
    }

    private static boolean isWithin(LocalTime time, LocalTime from, LocalTime to) {
        return !time.isBefore(from) && time.isBefore(to);
    }

    private static List<ZoneOffsetTransition> changes(
            ZoneId zone, LocalDate first, Predicate<ZoneOffsetTransition> which) {
        return Stream.iterate(
                        zone.getRules().nextTransition(first.atStartOfDay(zone).toInstant()),
                        change -> zone.getRules().nextTransition(change.getInstant()))
                .takeWhile(change -> change.getDateTimeBefore().toLocalDate().isBefore(first.plusYears(YEARS)))
                .filter(which)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,2026-03-29,23",
        "Europe/Berlin,2026-10-25,25",
        "America/New_York,2026-03-08,23",
        "America/New_York,2026-11-01,25",
        "Africa/Cairo,2026-04-24,23",
        "Africa/Cairo,2026-10-29,25",
        "Europe/Berlin,2026-06-01,24"
    })
    void anHourlyOneRunsEachHour(ZoneId zone, LocalDate day, int hours) {
        Instant start = day.atStartOfDay(zone).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
        List<Instant> ticks = Schedule.cron("0 * * * *", zone).nextTicks(start.minusSeconds(1), 30).stream()
                .filter(end::isAfter)
                .toList();
        assertThat(ticks)
                .isEqualTo(IntStream.range(0, hours)
                        .mapToObj(hour -> start.plus(Duration.ofHours(hour)))
                        .toList());
    }

    @Test
    void anHourlyOneGoesByTheClockWhereItIsPutBackByHalfAnHour() {
        ZoneId zone = ZoneId.of("Australia/Lord_Howe"); // 2026-04-05 02:00 +11:00 is 01:30 +10:30
        assertThat(Schedule.cron("45 * * * *", zone).nextTicks(Instant.parse("2026-04-04T14:00:00Z"), 3))
                .containsExactly(
                        Instant.parse("2026-04-04T14:45:00Z"),
                        Instant.parse("2026-04-04T15:15:00Z"),
                        Instant.parse("2026-04-04T16:15:00Z"));
    }

    @Test
    void severalTimesThatAreSkippedAreOneRun() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant before = Instant.parse("2026-03-29T00:00:00Z");
        assertThat(Schedule.cron("0,15,30 2,3 * * *", berlin).nextTicks(before, 3))
                .containsExactly(
                        Instant.parse("2026-03-29T01:00:00Z"),
                        Instant.parse("2026-03-29T01:15:00Z"),
                        Instant.parse("2026-03-29T01:30:00Z"));
    }

    @Test
    void aDayThatIsSkippedIsOneRun() {
        ZoneId apia = ZoneId.of("Pacific/Apia"); // went from 29 to 31 December 2011
        assertThat(Schedule.cron("0 9 * * *", apia).nextTicks(Instant.parse("2011-12-29T20:00:00Z"), 3))
                .containsExactly(
                        Instant.parse("2011-12-30T10:00:00Z"),
                        Instant.parse("2011-12-30T19:00:00Z"),
                        Instant.parse("2011-12-31T19:00:00Z"));
    }

    @Test
    void asksInTheMiddleOfASecondAndOfTheSecondTimeRound() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Schedule schedule = Schedule.cron("30 2 * * *", berlin);
        assertThat(next(schedule, "2026-10-25T00:29:59.999Z")).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(next(schedule, "2026-10-25T00:30:00.001Z")).isEqualTo("2026-10-26T01:30:00Z");
        assertThat(next(schedule, "2026-10-25T01:00:00Z")).isEqualTo("2026-10-26T01:30:00Z");
        assertThat(next(schedule, "2026-10-25T01:29:59Z")).isEqualTo("2026-10-26T01:30:00Z");
        assertThat(next(Schedule.cron("0 3 * * *", berlin), "2026-10-25T01:10:00Z"))
                .isEqualTo("2026-10-25T02:00:00Z");
        assertThat(next(Schedule.cron("30 2 * * *", ZoneOffset.UTC), "2026-10-25T00:00:00Z"))
                .isEqualTo("2026-10-25T02:30:00Z");
    }

    private static String next(Schedule schedule, String after) {
        return schedule.next(Instant.EPOCH, Instant.parse(after)).orElseThrow().toString();
    }
}
