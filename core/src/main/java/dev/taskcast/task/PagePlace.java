package dev.taskcast.task;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A task's place in a {@linkplain TaskSort sort}: where a page ends, and the next one goes on. It names no task, so the task may change or go
 * meanwhile. The same place is good for both directions.
 *
 * @param value what the tasks are sorted by: {@link #created} itself, epoch milliseconds, or milliseconds
 * @param created the position of the event that made the task, which decides between equal values
 */
public record PagePlace(long value, long created) {
    private static final Pattern TEXT = Pattern.compile("(?:([0-9]{1,19})\\.)?([0-9]{1,19})");

    /**
     * Reads a place.
     *
     * @param text as {@link #text} gave it
     * @param by what is sorted by
     * @return empty where it is none, or one of another sort
     */
    public static Optional<PagePlace> of(String text, TaskSort.By by) {
        Matcher parts = TEXT.matcher(text);
        boolean hasValue = by != TaskSort.By.CREATED;
        if (!parts.matches() || (parts.group(1) != null) != hasValue) {
            return Optional.empty();
        }
        try {
            long created = Long.parseLong(parts.group(2));
            return Optional.of(new PagePlace(hasValue ? Long.parseLong(parts.group(1)) : created, created));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    /**
     * The place as text.
     *
     * @param by what is sorted by
     * @return for {@link TaskQuery.Builder#after}
     */
    public String text(TaskSort.By by) {
        return by == TaskSort.By.CREATED ? Long.toString(created) : value + "." + created;
    }
}
