package dev.taskcast.cron;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A field of a cron expression: what it is called and may hold. In the order of the fields. */
enum CronField {
    SECONDS("seconds", 0, 59, ""),
    MINUTES("minutes", 0, 59, ""),
    HOURS("hours", 0, 23, ""),
    DAY("day of the month", 1, 31, ""),
    MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    WEEKDAY("weekday", 0, 7, "SUN MON TUE WED THU FRI SAT");

    private static final Pattern NAME = Pattern.compile("[A-Z]+");
    /** A star or a number, the end of a range, a step. */
    private static final Pattern PART = Pattern.compile("(?:\\*|(\\d{1,2})(?:-(\\d{1,2}))?)(?:/(\\d{1,2}))?");

    private final String title;
    private final int min;
    private final int max;
    private final String names;

    CronField(String title, int min, int max, String names) {
        this.title = title;
        this.min = min;
        this.max = max;
        this.names = names;
    }

    /**
     * What was given, with numbers for names.
     *
     * @throws IllegalArgumentException if the field may not hold it
     */
    String read(String given, String expression) {
        boolean isDay = this == DAY || this == WEEKDAY;
        if (isDay && given.equals("?")) {
            return "*";
        }
        Matcher name = NAME.matcher(given.toUpperCase(Locale.ROOT));
        String numbers = name.replaceAll(found -> number(found.group()));
        List<Matcher> parts =
                Stream.of(numbers.split(",", -1)).map(PART::matcher).toList();
        if (!parts.stream().allMatch(part -> part.matches() && isAllowed(part))) {
            throw new IllegalArgumentException(refusal(given, expression));
        }
        return parts.stream().map(this::written).collect(Collectors.joining(","));
    }

    private String refusal(String given, String expression) {
        return "The " + title + " of a cron expression must be * or numbers from " + min + " to " + max
                + (names.isEmpty() ? "" : " or their names (" + names + ")") + ", ranges of them (" + (min + 1) + "-"
                + (min + 4) + "), steps (*/2) or lists (" + (min + 1) + "," + (min + 3) + "), got: " + given + " in "
                + expression;
    }

    private String number(String name) {
        int index = List.of(names.split(" ")).indexOf(name);
        return index < 0 ? name : String.valueOf(index + (this == MONTH ? 1 : 0));
    }

    /** Ranges go up; only weekdays may go on with the next week. A step that is never reached is a mistake. */
    private boolean isAllowed(MatchResult part) {
        int from = number(part.group(1), min);
        int to = number(part.group(2), max);
        int step = number(part.group(3), 1);
        boolean goesUp = from <= to || this == WEEKDAY;
        return from >= min && from <= max && to >= min && to <= max && goesUp && step >= 1 && step <= last() - min;
    }

    /**
     * In a form that the library reads as it is meant. A weekday with a step, such as {@code 4/3}, means something else
     * there. So a step has a range, and a range over the weekend is written day by day.
     */
    private String written(MatchResult part) {
        boolean isOpen = part.group(1) != null && part.group(2) == null && part.group(3) != null;
        if (part.group(1) == null || (part.group(2) == null && !isOpen)) {
            return part.group();
        }
        int first = number(part.group(1), min);
        int to = number(part.group(2), last());
        int from = this == WEEKDAY && to < 7 ? first % 7 : first;
        int step = number(part.group(3), 1);
        if (from <= to) {
            return from + "-" + to + (step == 1 ? "" : "/" + step);
        }
        return IntStream.iterate(from, day -> day <= to + 7, day -> day + step)
                .mapToObj(day -> String.valueOf(day % 7))
                .collect(Collectors.joining(","));
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    /** Sunday is the first day of the week, not the last as well. */
    private int last() {
        return this == WEEKDAY ? 6 : max;
    }
}
