package dev.taskcast.schedule;

/**
 * Reads cron expressions. Found by {@link java.util.ServiceLoader}; the module {@code taskcast-cron} has one. An
 * implementation has a public constructor without parameters and is thread-safe.
 */
public interface CronParser {
    /**
     * Reads an expression.
     *
     * @param expression as it was given
     * @return what it means
     * @throws IllegalArgumentException if it can't be read; the message names the field, what is allowed and what it is
     */
    CronExpression parse(String expression);
}
