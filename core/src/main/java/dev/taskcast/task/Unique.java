package dev.taskcast.task;

import java.time.Duration;
import java.util.Objects;

/**
 * That there is one task of a type with a key, and what becomes of a submit where there is one already. It holds over all nodes, in the
 * same commit that makes the task. Immutable.
 *
 * <p>By default a task has its key while it waits, also for a time or a retry, and while it runs. It is free once the task has ended or
 * was canceled, and with the task when that is gone. How long a key is taken says the task that has it; what becomes of a submit says
 * the submit. Only submits ask: a task that has ended and is started again by hand is started, whoever has its key now.
 */
public final class Unique {
    /** What becomes of a submit whose key is taken. */
    public enum Mode {
        /** It is answered with the task that is there. */
        JOIN,
        /** It is refused. */
        REJECT,
        /** The task that is there is canceled. */
        REPLACE,
        /** The task that waits takes its payload, and waits for longer. */
        DEBOUNCE,
        /** As {@link #JOIN}, for a time from the submit of the task that is there. */
        THROTTLE
    }

    private static final Duration LONGEST = Duration.ofDays(36_525);

    private final Mode mode;
    private final String key;
    private final Duration quiet;
    private final Duration period;

    private Unique(Mode mode, String key, Duration quiet, Duration period) {
        this.mode = mode;
        this.key = Turn.requireName("A unique key", key);
        this.quiet = quiet;
        this.period = period;
    }

    /**
     * A submit whose key is taken makes no task: it is answered with the one that is there.
     *
     * @param key among the tasks of the type; 1 to {@link Turn#MAX_NAME} characters
     * @return until the task has ended
     * @throws IllegalArgumentException if the key is empty or too long
     */
    public static Unique join(String key) {
        return new Unique(Mode.JOIN, key, Duration.ZERO, Duration.ZERO);
    }

    /**
     * A submit whose key is taken is refused, with a {@link TaskNotUniqueException}.
     *
     * @param key among the tasks of the type; 1 to {@link Turn#MAX_NAME} characters
     * @return until the task has ended
     * @throws IllegalArgumentException if the key is empty or too long
     */
    public static Unique reject(String key) {
        return new Unique(Mode.REJECT, key, Duration.ZERO, Duration.ZERO);
    }

    /**
     * A submit whose key is taken makes its task, and cancels the one that is there, in the same commit. Its handler is told, and may go
     * on for a while, as with any cancel.
     *
     * @param key among the tasks of the type; 1 to {@link Turn#MAX_NAME} characters
     * @return until the task has ended
     * @throws IllegalArgumentException if the key is empty or too long
     */
    public static Unique replace(String key) {
        return new Unique(Mode.REPLACE, key, Duration.ZERO, Duration.ZERO);
    }

    /**
     * The task is put off until nobody has submitted one with the key for a while. As long as it waits, a submit with its key makes no
     * task: the one that is there takes its payload, and is put off again. What it is called, whose it is and its place stay. Once it
     * runs, a submit makes another one that waits.
     *
     * @param key among the tasks of the type; 1 to {@link Turn#MAX_NAME} characters
     * @param quiet for how long after the newest submit; above zero
     * @param max the most that it is put off after the first submit; at least {@code quiet}, at most 100 years
     * @return until the task runs
     * @throws IllegalArgumentException if the key is empty or too long, or a time is out of range
     */
    public static Unique debounce(String key, Duration quiet, Duration max) {
        requirePeriod("A debounce's quiet time", quiet);
        requirePeriod("A debounce's longest time", max);
        if (max.compareTo(quiet) < 0) {
            throw new IllegalArgumentException(
                    "A debounce's longest time must be no shorter than its quiet time, got: " + max + " and " + quiet);
        }
        return new Unique(Mode.DEBOUNCE, key, quiet, max);
    }

    /**
     * At most one task in a period: a submit within it makes none, and is answered with the one that is there, whatever has become of
     * that. It is as long as the task is there: one that was forgotten keeps nobody from a new one.
     *
     * @param key among the tasks of the type; 1 to {@link Turn#MAX_NAME} characters
     * @param period from the submit of the task that is there; above zero, at most 100 years
     * @return for that period, also where the task takes longer
     * @throws IllegalArgumentException if the key is empty or too long, or the period is out of range
     */
    public static Unique throttle(String key, Duration period) {
        return new Unique(Mode.THROTTLE, key, Duration.ZERO, requirePeriod("A throttle's period", period));
    }

    /**
     * Takes the key for a period as well, whatever becomes of the task meanwhile: as long as the task is there.
     *
     * @param least from the submit on; above zero, at most 100 years
     * @return for that period, and while the task waits and runs
     * @throws IllegalArgumentException if the period is out of range
     * @throws IllegalStateException if this is neither {@link #join} nor {@link #reject}
     */
    public Unique during(Duration least) {
        if (mode != Mode.JOIN && mode != Mode.REJECT) {
            throw new IllegalStateException("Only join and reject can take a key for a period, got: " + mode);
        }
        return new Unique(mode, key, quiet, requirePeriod("A unique key's period", least));
    }

    private static Duration requirePeriod(String what, Duration period) {
        if (period.isZero() || period.isNegative() || period.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " must be longer than zero and at most 100 years, got: " + period);
        }
        return period;
    }

    /**
     * What becomes of a submit whose key is taken.
     *
     * @return one of five
     */
    public Mode mode() {
        return mode;
    }

    /**
     * The key.
     *
     * @return among the tasks of the type
     */
    public String key() {
        return key;
    }

    /**
     * How long a task is put off after the newest submit.
     *
     * @return zero but for {@link #debounce}
     */
    public Duration quiet() {
        return quiet;
    }

    /**
     * From the first submit: for how long the key is taken at the least, or with {@link #debounce} how long the task is put off at the
     * most.
     *
     * @return zero where no period was given
     */
    public Duration period() {
        return period;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Unique that
                && mode == that.mode
                && key.equals(that.key)
                && quiet.equals(that.quiet)
                && period.equals(that.period);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mode, key, quiet, period);
    }

    @Override
    public String toString() {
        return mode + " " + key;
    }
}
