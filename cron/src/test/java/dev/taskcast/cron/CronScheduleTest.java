package dev.taskcast.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.task.Missed;
import dev.taskcast.task.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be written, what it means, and how the rest is refused. */
class CronScheduleTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z"); // a Thursday

    private static Schedule utc(String expression) {
        return Schedule.cron(expression, ZoneOffset.UTC);
    }

    private static List<String> days(String expression, int count) {
        return utc(expression).nextTicks(START, count).stream()
                .map(tick -> LocalDate.ofInstant(tick, ZoneOffset.UTC))
                .map(date -> date.getDayOfMonth() + " "
                        + date.getDayOfWeek().toString().substring(0, 3))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 2 * * *|cron 0 30 2 * * * in Z",
                "  15  30 2 * *   mon-fri |cron 15 30 2 * * 1-5 in Z",
                "0 0 ? jan,DEC SUN|cron 0 0 0 * 1,12 0 in Z",
                "@daily|cron 0 0 0 * * * in Z",
                "@Midnight|cron 0 0 0 * * * in Z",
                "@hourly|cron 0 0 * * * * in Z",
                "@weekly|cron 0 0 0 * * 0 in Z",
                "@monthly|cron 0 0 0 1 * * in Z",
                "@yearly|cron 0 0 0 1 1 * in Z",
                "@annually|cron 0 0 0 1 1 * in Z"
            })
    void whatIsWrittenInSeveralWaysHasOneText(String expression, String text) {
        assertThat(utc(expression).text()).isEqualTo(text);
    }

    @Test
    void theZoneIsPartOfTheText() {
        assertThat(Schedule.cron("@daily", ZoneId.of("Europe/Berlin")).text())
                .isEqualTo("cron 0 0 0 * * * in Europe/Berlin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 * * 0", "0 0 * * 7", "0 0 * * SUN", "0 0 * * sun", "0 0 * * 7-7"})
    void sundayHasSeveralNames(String expression) {
        assertThat(days(expression, 2)).containsExactly("4 SUN", "11 SUN");
    }

    @Test
    void rangesOfWeekdaysMayGoOverTheWeekend() {
        List<String> names = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
        for (int from = 0; from < 7; from++) {
            for (int to = 0; to < 7; to++) {
                List<String> expected = new ArrayList<>();
                for (int day = from; ; day = (day + 1) % 7) {
                    expected.add(names.get(day));
                    if (day == to) {
                        break;
                    }
                }
                String range = names.get(from) + "-" + names.get(to);
                assertThat(days("0 0 * * " + range, expected.size()).stream()
                                .map(day -> day.substring(day.length() - 3)))
                        .as(range)
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    @Test
    void aDayOfTheMonthAndAWeekdayMeanOr() {
        assertThat(days("0 0 13 * FRI", 4)).containsExactly("2 FRI", "9 FRI", "13 TUE", "16 FRI");
        assertThat(days("0 0 30 2 MON", 2)).containsExactly("2 MON", "9 MON");
    }

    @Test
    void aFieldThatBeginsWithAStarRestrictsTheOther() {
        assertThat(days("0 0 */2 * MON", 3)).containsExactly("5 MON", "19 MON", "9 MON");
        assertThat(days("0 0 1-7 * */6", 3)).containsExactly("3 SAT", "4 SUN", "1 SUN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "61 * * * *|The minutes of a cron expression must be * or numbers from 0 to 59|got: 61 in 61 * * * *",
                "75 0 0 * * *|The seconds of|got: 75 in",
                "0 24 * * *|The hours of|got: 24 in",
                "0 22-2 * * *|The hours of|got: 22-2 in",
                "0 0 0 * *|The day of the month of|got: 0 in",
                "0 0 32 * *|The day of the month of|got: 32 in",
                "0 0 L * *|The day of the month of|got: L in",
                "0 0 * 13 *|The month of|got: 13 in",
                "0 0 * NOV-FEB *|The month of|got: NOV-FEB in",
                "0 0 * FOO *|The month of|or their names (JAN FEB",
                "0 0 * * 8|The weekday of|got: 8 in",
                "0 0 * * MON#2|The weekday of|or their names (SUN MON",
                "0 0 * * */7|The weekday of|got: */7 in",
                "0 JAN * * *|The hours of|got: JAN in",
                "*/0 * * * *|The minutes of|got: */0 in",
                "*/60 * * * *|The minutes of|got: */60 in",
                "1, * * * *|The minutes of|got: 1, in",
                "-1 * * * *|The minutes of|got: -1 in",
                "9999999999 * * * *|The minutes of|got: 9999999999 in",
                "? * * * *|The minutes of|got: ? in",
                "* * * *|A cron expression must have 5 fields (minutes,|got: * * * *",
                "* * * * * * *|or 6 with the seconds first|got: * * * * * * *",
                "@reboot|one of @yearly|got: @reboot",
                "''|must have 5 fields|got: "
            })
    void whatCannotBeReadIsRefusedByTheNameOfItsField(String expression, String what, String given) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> utc(expression))
                .withMessageContaining(what)
                .withMessageContaining(given);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 0 30-31 FEB ?"})
    void whatNeverFiresIsRefused(String expression) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> utc(expression))
                .withMessage("A cron expression must fire at least once within ten years, got: " + expression);
    }

    @Test
    void aLeapDayFires() {
        assertThat(utc("0 0 29 2 *").next(START, Instant.parse("2096-02-29T00:00:00Z")))
                .contains(Instant.parse("2104-02-29T00:00:00Z"));
    }

    @Test
    void yearsOfMissedSecondsAreDecidedAboutAtOnce() {
        Instant now = START.plus(Duration.ofDays(2_000)).plusMillis(1);
        Schedule schedule = utc("* * 2 * * *").missed(Missed.all(3));
        Schedule.Due due = schedule.due("x", Instant.parse("2026-01-01T02:00:00Z"), now);
        Instant last = now.minus(Duration.ofHours(21)).minusMillis(1_001);
        assertThat(due.ticks()).containsExactly(last.minusSeconds(2), last.minusSeconds(1), last);
        assertThat(due.next()).isEqualTo(now.plus(Duration.ofHours(2)).minusMillis(1));
    }

    @Test
    void aTickThatIsPutOffStaysBeforeTheNext() {
        Schedule schedule = utc("*/10 * * * * *").jitter(Duration.ofHours(1));
        List<Instant> ticks = schedule.nextTicks(START, 1_000);
        List<Instant> due =
                ticks.stream().map(tick -> schedule.dueAt("x", tick)).toList();
        assertThat(due).isSorted().doesNotHaveDuplicates();
        for (int i = 0; i + 1 < ticks.size(); i++) {
            assertThat(due.get(i)).isBetween(ticks.get(i), ticks.get(i + 1));
        }
        assertThat(schedule.text()).isEqualTo("cron */10 * * * * * in Z jitter PT1H");
    }

    @Test
    void anExpressionIsSafeForManyThreads() {
        Schedule schedule = utc("*/7 1,2,5 * * MON,THU");
        List<Instant> expected = schedule.nextTicks(START, 200);
        boolean allAlike = IntStream.range(0, 200)
                .parallel()
                .allMatch(ignored -> schedule.nextTicks(START, 200).equals(expected));
        assertThat(allAlike).isTrue();
    }
}
