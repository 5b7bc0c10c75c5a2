package dev.taskcast.task;

import org.jspecify.annotations.Nullable;

/**
 * What goes on over several runs of a task: its attempts, and its schedule. Immutable.
 *
 * @param attempt which attempt the newest run is, or the next one where the task waits for a retry; from 1, 0 where nothing has
 *     failed yet
 * @param maxAttempts how many there may be at the most; 0 where nothing has failed yet
 * @param lastError how the attempt before failed, or null
 * @param lost how many nodes in a row were lost while they had it, without a checkpoint in between
 * @param nextAt when its schedule starts it next, in epoch milliseconds; 0 where it has none
 */
public record Course(int attempt, int maxAttempts, @Nullable String lastError, int lost, long nextAt) {
    private static final Course NONE = new Course(0, 0, null, 0, 0);

    private static @Nullable Course orNull(Course course) {
        return course.equals(NONE) ? null : course;
    }

    private static Course of(@Nullable Course course) {
        return course == null ? NONE : course;
    }

    /**
     * Which attempt a run is.
     *
     * @param course of its task, or null
     * @return from 1
     */
    public static int attemptOf(@Nullable Course course) {
        return course == null ? 1 : Math.max(1, course.attempt);
    }

    /**
     * After an attempt that failed and is followed by another one.
     *
     * @param course before it, or null
     * @param counts whether it used up an attempt
     * @param maxAttempts how many there may be
     * @param error how it failed
     * @return with the number of the next attempt
     */
    public static Course failed(@Nullable Course course, boolean counts, int maxAttempts, String error) {
        int next = attemptOf(course) + (counts ? 1 : 0);
        return new Course(next, maxAttempts, error, of(course).lost, of(course).nextAt);
    }

    /**
     * After one more node was lost.
     *
     * @param course before it, or null
     * @return with one more
     */
    public static Course afterLoss(@Nullable Course course) {
        Course from = of(course);
        return new Course(from.attempt, from.maxAttempts, from.lastError, from.lost + 1, from.nextAt);
    }

    /**
     * After a checkpoint.
     *
     * @param course before it, or null
     * @return with no node lost; null where nothing is left to say
     */
    public static @Nullable Course advanced(@Nullable Course course) {
        return course == null || course.lost == 0
                ? course
                : orNull(new Course(course.attempt, course.maxAttempts, course.lastError, 0, course.nextAt));
    }

    /**
     * Of a task that is started anew, by somebody or by its schedule.
     *
     * @param course before it, or null
     * @return the schedule alone; null where there is none
     */
    public static @Nullable Course anew(@Nullable Course course) {
        return course == null ? null : orNull(new Course(0, 0, null, 0, course.nextAt));
    }

    /**
     * With another tick of its schedule.
     *
     * @param course before it, or null
     * @param at epoch milliseconds; 0 for none
     * @return with it; null where nothing is left to say
     */
    public static @Nullable Course next(@Nullable Course course, long at) {
        Course from = of(course);
        return orNull(new Course(from.attempt, from.maxAttempts, from.lastError, from.lost, at));
    }
}
