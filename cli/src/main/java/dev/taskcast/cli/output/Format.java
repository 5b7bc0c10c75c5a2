package dev.taskcast.cli.output;

import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskResult;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How values look: numbers, bytes, times and results, as in the browser's elements. Times of day are those of this machine's zone. */
public final class Format {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final List<String> BYTES = List.of("B", "kB", "MB", "GB", "TB", "PB");
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private Format() {}

    /**
     * A number: of one that is small with a digit behind the point.
     *
     * @param value any
     * @return with commas between thousands
     */
    public static String number(double value) {
        String pattern = Math.abs(value) < 100 ? "#,##0.#" : "#,##0";
        DecimalFormat format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(value);
    }

    /**
     * How much, in a unit.
     *
     * @param value how much
     * @param unit of progress, or null
     * @return a number, with the unit
     */
    public static String amount(double value, TaskProgress.@Nullable Unit unit) {
        if (unit == null) {
            return number(value);
        }
        int power = power(value);
        return number(value / Math.pow(1_000, power)) + " " + BYTES.get(power);
    }

    /**
     * How much is done, of how much.
     *
     * @param progress of a run
     * @return empty where it counts nothing, and where it is made of steps: then it counts percent
     */
    public static String counted(TaskProgress progress) {
        double current = progress.current();
        double total = progress.total();
        if (!Double.isFinite(current) || !progress.steps().isEmpty()) {
            return "";
        }
        if (!Double.isFinite(total)) {
            return amount(current, progress.unit());
        }
        String expected = current > total && total > 0 ? " expected" : "";
        if (progress.unit() == null) {
            return number(current) + " of " + number(total) + expected;
        }
        int power = power(Math.max(current, total));
        double unit = Math.pow(1_000, power);
        return number(current / unit) + " of " + number(total / unit) + " " + BYTES.get(power) + expected;
    }

    private static int power(double bytes) {
        int power = 0;
        while (power < BYTES.size() - 1 && Math.abs(bytes) >= 999.95 * Math.pow(1_000, power)) {
            power++;
        }
        return power;
    }

    /**
     * The part that is done, in percent: 100 only when all is done.
     *
     * @param fraction from 0 to 1, or none
     * @return such as {@code 57%}; empty for none
     */
    public static String percent(OptionalDouble fraction) {
        return fraction.isEmpty() ? "" : (int) Math.floor(fraction.getAsDouble() * 100 + 1e-9) + "%";
    }

    /**
     * How long something took.
     *
     * @param millis how long
     * @return such as {@code 250 ms}, {@code 12.3 s} or {@code 1 h 5 min}
     */
    public static String duration(long millis) {
        if (millis < SECOND) {
            return Math.max(0, millis) + " ms";
        }
        return millis < 59_950 ? number(Math.round(millis / 100.0) / 10.0) + " s" : coarse(millis);
    }

    /**
     * How long something goes on, in its two largest units, down to the second.
     *
     * @param millis how long
     * @return such as {@code 1 h 5 min}
     */
    public static String coarse(long millis) {
        long left = Math.max(0, Math.round(millis / 1_000.0)) * SECOND;
        long[] lengths = {DAY, HOUR, MINUTE, SECOND};
        for (int i = 0; i < lengths.length; i++) {
            if (left >= lengths[i]) {
                String whole = unit(left / lengths[i], i);
                long more = i + 1 < lengths.length ? left % lengths[i] / lengths[i + 1] : 0;
                return more == 0 ? whole : whole + " " + unit(more, i + 1);
            }
        }
        return "0 s";
    }

    private static String unit(long count, int index) {
        return count
                + List.of(count == 1 ? " day" : " days", " h", " min", " s").get(index);
    }

    /**
     * How long ago something was, or in how long it will be.
     *
     * @param millis when, in epoch milliseconds
     * @param now the server's time
     * @return such as {@code 5 min ago}, {@code in 20 s}, or a date
     */
    public static String relative(long millis, Instant now) {
        long past = now.toEpochMilli() - millis;
        if (past < 0) {
            return -past < DAY ? "in " + coarse(-past) : exact(millis);
        }
        if (past < 10 * SECOND) {
            return "just now";
        }
        if (past < 7 * DAY) {
            long unit = past < MINUTE ? SECOND : past < HOUR ? MINUTE : past < DAY ? HOUR : DAY;
            return coarse(past / unit * unit) + " ago";
        }
        return DATE.format(at(millis));
    }

    /**
     * A time of day, with the date where that is another one.
     *
     * @param millis when, in epoch milliseconds
     * @param now the server's time
     * @return such as {@code 14:03}
     */
    public static String clock(long millis, Instant now) {
        ZonedDateTime time = at(millis);
        String clock = MINUTES.format(time);
        boolean isToday = time.toLocalDate().equals(now.atZone(time.getZone()).toLocalDate());
        return isToday ? clock : DATE.format(time) + " " + clock;
    }

    /**
     * A time, exactly.
     *
     * @param millis when, in epoch milliseconds
     * @return with its zone
     */
    public static String exact(long millis) {
        return EXACT.format(at(millis));
    }

    private static ZonedDateTime at(long millis) {
        long shown = Math.clamp(millis, 0, Duration.ofDays(3_650_000).toMillis());
        return Instant.ofEpochMilli(shown).atZone(ZoneId.systemDefault());
    }

    /**
     * A result, for people.
     *
     * @param result of a run, or null
     * @return empty for none
     */
    public static String result(@Nullable TaskResult result) {
        return result == null ? "" : value(result.value());
    }

    private static String value(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Number number -> number(number.doubleValue());
            case List<?> list -> list.stream().map(Format::value).collect(Collectors.joining(", "));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(each -> spaced(String.valueOf(each.getKey())) + ": " + value(each.getValue()))
                        .collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }

    /** "rowsImported" is "Rows imported". */
    private static String spaced(String name) {
        String parts = name.replace('_', ' ').replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2");
        return parts.isEmpty()
                ? parts
                : parts.substring(0, 1).toUpperCase(Locale.ROOT)
                        + parts.substring(1).toLowerCase(Locale.ROOT);
    }
}
