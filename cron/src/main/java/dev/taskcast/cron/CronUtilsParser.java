package dev.taskcast.cron;

import dev.taskcast.schedule.CronExpression;
import dev.taskcast.schedule.CronParser;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads cron expressions. Thread-safe. {@link java.util.ServiceLoader} finds it; an application need not name it.
 *
 * <p>An expression has five fields (minutes, hours, day of the month, month, weekday), or six with the seconds first. Each
 * holds {@code *}, numbers, ranges, steps, or lists of these. Months and weekdays have names too ({@code JAN}, {@code MON},
 * in either case); 0 and 7 are Sunday, and a range of weekdays may go on over the weekend ({@code FRI-MON}).
 * {@code ?} is {@code *} in the fields of the days. A number with a step, such as {@code 5/15}, goes on to the end of the
 * field.
 *
 * <p>Where both the day of the month and the weekday are restricted, a day need fit only one of them, as in Vixie cron:
 * {@code 0 0 13 * FRI} is each 13th and each Friday. A field that begins with {@code *} is not restricted in this sense, so
 * that a day must fit both: {@code 0 0 *}{@code /2 * MON} is each Monday with an odd date.
 *
 * <p>Names for whole expressions are {@code @yearly} or {@code @annually}, {@code @monthly}, {@code @weekly},
 * {@code @daily} or {@code @midnight}, and {@code @hourly}.
 */
public final class CronUtilsParser implements CronParser {
    private static final Map<String, String> NAMES = Map.of(
            "@yearly", "0 0 0 1 1 *",
            "@annually", "0 0 0 1 1 *",
            "@monthly", "0 0 0 1 * *",
            "@weekly", "0 0 0 * * 0",
            "@daily", "0 0 0 * * *",
            "@midnight", "0 0 0 * * *",
            "@hourly", "0 0 * * * *");

    /** Makes a parser. */
    public CronUtilsParser() {}

    @Override
    public CronExpression parse(String expression) {
        String given = expression.strip();
        String words = NAMES.getOrDefault(given.toLowerCase(Locale.ROOT), given);
        List<String> parts = new ArrayList<>(List.of(words.split("\\s+")));
        if (parts.size() == 5) {
            parts.addFirst("0");
        }
        if (parts.size() != 6) {
            throw new IllegalArgumentException("A cron expression must have 5 fields (minutes, hours, day of the month,"
                    + " month, weekday), or 6 with the seconds first, or be one of @yearly, @monthly, @weekly, @daily"
                    + " and @hourly, got: " + expression);
        }
        Map<CronField, String> fields = new EnumMap<>(CronField.class);
        for (CronField field : CronField.values()) {
            fields.put(field, field.read(parts.get(fields.size()), expression));
        }
        return Fields.of(fields);
    }
}
