package dev.taskcast.task;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is.
 *
 * @param message a line for people
 * @param current how much is done, in the task's own unit; {@code NaN} or infinite where unknown. Negative values and
 *     values above the total are passed on as they are
 * @param total how much there is to do, in the same unit; {@code NaN} or infinite where unknown
 * @param unit what it counts, or null where that is not said
 * @param pace how fast it goes, or null where there is not enough to say
 * @param steps the steps that it is made of, each before its own; empty where it is made of none
 */
public record TaskProgress(
        String message,
        double current,
        double total,
        @Nullable Unit unit,
        @Nullable Pace pace,
        List<TaskStep> steps) {

    /** What progress counts, where people are to read it in another way than as a plain number. */
    public enum Unit {
        /** Shown as kB, MB and so on. */
        BYTES
    }

    /** The progress of a run whose handler has not reported yet. */
    public static final TaskProgress STARTING = new TaskProgress("Starting...");

    /**
     * How fast a run goes. An estimate.
     *
     * @param rate units a second, to three digits; {@code NaN} where unknown
     * @param etaMillis how long it will still take, in milliseconds; -1 where unknown
     * @param leastMillis the least that is likely, where that is far from the most; -1 elsewhere
     * @param mostMillis the most that is likely, where that is far from the least; -1 elsewhere
     * @param usualMillis how long earlier runs like it took, where that is known and the time left is not; -1 elsewhere
     */
    public record Pace(double rate, long etaMillis, long leastMillis, long mostMillis, long usualMillis) {
        /**
         * One that is sure enough, or says nothing of the time left.
         *
         * @param rate units a second; {@code NaN} where unknown
         * @param etaMillis how long it will still take, in milliseconds; -1 where unknown
         */
        public Pace(double rate, long etaMillis) {
            this(rate, etaMillis, -1, -1, -1);
        }

        /**
         * The same, and what is likely.
         *
         * @param least milliseconds, at most {@code etaMillis}
         * @param most milliseconds, at least {@code etaMillis}
         * @return this with both
         */
        public Pace between(long least, long most) {
            return new Pace(rate, etaMillis, least, most, usualMillis);
        }

        /**
         * One that says nothing of the time left, but how long earlier runs took.
         *
         * @param rate units a second; {@code NaN} where unknown
         * @param millis how long, in milliseconds
         * @return a pace
         */
        public static Pace usually(double rate, long millis) {
            return new Pace(rate, -1, -1, -1, millis);
        }
    }

    /** Makes the steps immutable. */
    public TaskProgress {
        steps = List.copyOf(steps);
    }

    /**
     * Progress without numbers.
     *
     * @param message a line for people
     */
    public TaskProgress(String message) {
        this(message, Double.NaN, Double.NaN);
    }

    /**
     * Progress without unit, pace and steps.
     *
     * @param message a line for people
     * @param current how much is done
     * @param total how much there is to do
     */
    public TaskProgress(String message, double current, double total) {
        this(message, current, total, null, null, List.of());
    }

    /**
     * The same progress at a pace.
     *
     * @param newPace how fast, or null
     * @return this with it
     */
    public TaskProgress with(@Nullable Pace newPace) {
        return newPace == null && pace == null ? this : new TaskProgress(message, current, total, unit, newPace, steps);
    }

    /**
     * The part that is done.
     *
     * @return between 0 and 1, or empty where {@code current} is not a finite number or {@code total} is not a finite
     *     number above 0
     */
    public OptionalDouble fraction() {
        if (!Double.isFinite(current) || !Double.isFinite(total) || total <= 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.clamp(current / total, 0.0, 1.0));
    }
}
