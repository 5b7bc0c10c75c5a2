package dev.taskcast.task;

import java.util.OptionalDouble;

/**
 * How far a run is.
 *
 * @param message a line for people
 * @param current how much is done, in the task's own unit; {@code NaN} or infinite where unknown. Negative values and
 *     values above the total are passed on as they are
 * @param total how much there is to do, in the same unit; {@code NaN} or infinite where unknown
 */
public record TaskProgress(String message, double current, double total) {

    /** The progress of a run whose handler has not reported yet. */
    public static final TaskProgress STARTING = new TaskProgress("Starting...");

    /**
     * Progress without numbers.
     *
     * @param message a line for people
     */
    public TaskProgress(String message) {
        this(message, Double.NaN, Double.NaN);
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
