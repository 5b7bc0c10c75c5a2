package dev.taskcast.task;

import dev.taskcast.task.TaskState.Stopping;
import org.jspecify.annotations.Nullable;

/** What a pending task waits for. Immutable; times are in epoch milliseconds. */
public sealed interface Waiting {
    /**
     * The number of the task's newest run.
     *
     * @return 0 where it has never been started
     */
    int run();

    /**
     * Its attempts and its schedule.
     *
     * @return null where there is nothing to say
     */
    @Nullable
    Course course();

    /**
     * Since when it waits.
     *
     * @return on the store's clock; 0 where it waits for a start, and where it had its turn already and is to be the next one
     */
    long since();

    /**
     * Whether it is to run as soon as it may, and nobody has to ask for it.
     *
     * @return false where it waits for a start
     */
    default boolean isQueued() {
        return !(this instanceof ForStart);
    }

    /**
     * The bar of the run before, where the next one goes on from it.
     *
     * @return null where it begins anew
     */
    default @Nullable TaskProgress progress() {
        return null;
    }

    /**
     * The same with another course.
     *
     * @param newer its attempts and its schedule, or null
     * @return this with it
     */
    default Waiting with(@Nullable Course newer) {
        return switch (this) {
            case ForStart w -> new ForStart(w.run, newer);
            case ForSlot w -> new ForSlot(w.run, w.since, w.progress, newer);
            case ForTime w -> new ForTime(w.run, w.since, w.until, w.isRetry, w.progress, newer);
            case ForHandler w -> new ForHandler(w.run, w.since, w.stopping, newer);
        };
    }

    /**
     * For somebody to start it, or for its schedule.
     *
     * @param run the number of its newest run
     * @param course its schedule, or null
     */
    record ForStart(int run, @Nullable Course course) implements Waiting {
        /** Of a task that was registered and never started. */
        public static final ForStart FIRST = new ForStart(0, null);

        @Override
        public long since() {
            return 0;
        }
    }

    /**
     * For its turn: a slot, and room in its limits.
     *
     * @param run the number of its newest run
     * @param since since when, on the store's clock; 0 where it had its turn already and it is to be the next one
     * @param progress the bar of the run before, or null
     * @param course its attempts and its schedule, or null
     */
    record ForSlot(
            int run,
            long since,
            @Nullable TaskProgress progress,
            @Nullable Course course) implements Waiting {}

    /**
     * For a time, and then for its turn.
     *
     * @param run the number of its newest run
     * @param since since when, on the store's clock
     * @param until when it is due, on the store's clock
     * @param isRetry whether it has failed, and not just been put off
     * @param progress the bar of the run before, or null
     * @param course its attempts and its schedule, or null
     */
    record ForTime(
            int run,
            long since,
            long until,
            boolean isRetry,
            @Nullable TaskProgress progress,
            @Nullable Course course) implements Waiting {}

    /**
     * For the handler of its newest run, which was told to stop and has not returned; and then for its turn.
     *
     * @param run the number of its newest run
     * @param since since when, on the store's clock
     * @param stopping how far that handler is
     * @param course its schedule, or null
     */
    record ForHandler(
            int run,
            long since,
            Stopping stopping,
            @Nullable Course course) implements Waiting {}
}
