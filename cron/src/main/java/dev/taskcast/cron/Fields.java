package dev.taskcast.cron;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.taskcast.schedule.CronExpression;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An expression by the library, which is asked in UTC only: what it does where clocks are changed is not what we want. Nor
 * is what it does with two fields of days: it takes a day that fits either, also where one of them begins with a star. So
 * there are two expressions then, each with one of these fields.
 *
 * @param text six fields with a space between, in numbers
 * @param isHourly whether it fires in each hour of a day
 * @param byDay without the weekday where there are two
 * @param byWeekday without the day of the month; null where there is one field of days at most
 * @param isEither whether a day need fit only one of the fields
 */
record Fields(
        String text,
        boolean isHourly,
        ExecutionTime byDay,
        @Nullable ExecutionTime byWeekday,
        boolean isEither) implements CronExpression {
    /** Days that must fit two fields can be more than ten years apart. */
    private static final int HORIZON_YEARS = 50;

    private static final CronParser PARSER = new CronParser(definition());

    static Fields of(Map<CronField, String> fields) {
        String day = fields.getOrDefault(CronField.DAY, "");
        String weekday = fields.getOrDefault(CronField.WEEKDAY, "");
        ExecutionTime hours = time("0 0 " + fields.get(CronField.HOURS) + " * * *");
        boolean hasTwo = !day.equals("*") && !weekday.equals("*");
        String text = String.join(" ", fields.values());
        return new Fields(
                text,
                IntStream.range(0, 24)
                        .allMatch(hour -> hours.isMatch(
                                LocalDateTime.of(2026, 1, 1, hour, 0).atZone(ZoneOffset.UTC))),
                time(hasTwo ? with(fields, CronField.WEEKDAY) : text),
                hasTwo ? time(with(fields, CronField.DAY)) : null,
                !day.startsWith("*") && !weekday.startsWith("*"));
    }

    /** With a star in a field. */
    private static String with(Map<CronField, String> fields, CronField star) {
        Map<CronField, String> changed = new EnumMap<>(fields);
        changed.put(star, "*");
        return String.join(" ", changed.values());
    }

    private static ExecutionTime time(String fields) {
        return ExecutionTime.forCron(PARSER.parse(fields));
    }

    private static CronDefinition definition() {
        return CronDefinitionBuilder.defineCron()
                .withSeconds()
                .withValidRange(0, 59)
                .and()
                .withMinutes()
                .withValidRange(0, 59)
                .and()
                .withHours()
                .withValidRange(0, 23)
                .and()
                .withDayOfMonth()
                .withValidRange(1, 31)
                .and()
                .withMonth()
                .withValidRange(1, 12)
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .withIntMapping(7, 0)
                .and()
                .instance();
    }

    @Override
    public Optional<LocalDateTime> next(LocalDateTime after) {
        if (byWeekday == null) {
            return next(byDay, after);
        }
        LocalDateTime end = after.plusYears(HORIZON_YEARS);
        LocalDateTime from = after;
        while (from.isBefore(end)) {
            Optional<LocalDateTime> day = next(byDay, from);
            Optional<LocalDateTime> weekday = next(byWeekday, from);
            if (day.isEmpty() || weekday.isEmpty() || day.equals(weekday)) {
                return isEither ? day.or(() -> weekday) : day.filter(found -> weekday.isPresent());
            }
            boolean isDayFirst = day.get().isBefore(weekday.get());
            if (isEither) {
                return isDayFirst ? day : weekday;
            }
            from = (isDayFirst ? weekday : day).get().minusSeconds(1);
        }
        return Optional.empty();
    }

    private static Optional<LocalDateTime> next(ExecutionTime time, LocalDateTime after) {
        return time.nextExecution(after.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }
}
