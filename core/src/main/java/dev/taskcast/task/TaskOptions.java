package dev.taskcast.task;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a task is shown and run. Immutable; made by {@link #builder()}. */
public final class TaskOptions {
    /** No timeout, no words for people, forgotten like any other, interrupted on cancel, on a virtual thread. */
    public static final TaskOptions DEFAULT = builder().build();

    private final @Nullable Duration timeout;
    private final Words words;
    private final boolean keep;
    private final boolean interruptOnCancel;
    private final boolean platformThread;
    private final boolean restartInterrupted;
    private final @Nullable String queue;
    private final int maxConcurrent;
    private final @Nullable StartRate rate;
    private final Retry retry;
    private final @Nullable Schedule schedule;

    private TaskOptions(Builder from) {
        timeout = from.timeout;
        words = from.words.checked();
        keep = from.keep;
        interruptOnCancel = from.interruptOnCancel;
        platformThread = from.platformThread;
        restartInterrupted = from.restartInterrupted;
        queue = from.queue;
        maxConcurrent = from.maxConcurrent;
        rate = from.rate;
        retry = from.retry;
        schedule = from.schedule;
    }

    /**
     * Short for {@code builder().timeout(timeout).build()}.
     *
     * @param timeout how long a run may take
     * @return options with it and defaults
     * @throws IllegalArgumentException if it is zero or negative
     */
    public static TaskOptions timeout(Duration timeout) {
        return builder().timeout(timeout).build();
    }

    /**
     * Short for {@code builder().title(title).build()}.
     *
     * @param title a name for people
     * @return options with it and defaults
     * @throws IllegalArgumentException if it is longer than {@link TaskText#MAX_TITLE}
     */
    public static TaskOptions title(String title) {
        return builder().title(title).build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder, not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts from these options.
     *
     * @return a builder, not thread-safe
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.timeout = timeout;
        builder.words = words;
        builder.keep = keep;
        builder.interruptOnCancel = interruptOnCancel;
        builder.platformThread = platformThread;
        builder.restartInterrupted = restartInterrupted;
        builder.queue = queue;
        builder.maxConcurrent = maxConcurrent;
        builder.rate = rate;
        builder.retry = retry;
        builder.schedule = schedule;
        return builder;
    }

    /**
     * How long a run may take, from the moment its handler begins, on the monotonic clock.
     *
     * @return empty where it may take for ever, the default
     */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /**
     * The queue that the task waits in.
     *
     * @return empty for the default one
     */
    public Optional<String> queue() {
        return Optional.ofNullable(queue);
    }

    /**
     * How many tasks of the type run at once.
     *
     * @return {@code Integer.MAX_VALUE} for any number, the default
     */
    public int maxConcurrent() {
        return maxConcurrent;
    }

    /**
     * How often tasks of the type start.
     *
     * @return empty for any number, the default
     */
    public Optional<StartRate> rate() {
        return Optional.ofNullable(rate);
    }

    /**
     * When the task is tried again that has failed.
     *
     * @return {@link Retry#NONE} by default
     */
    public Retry retry() {
        return retry;
    }

    /**
     * When the task starts by itself.
     *
     * @return empty where somebody has to start it, the default
     */
    public Optional<Schedule> schedule() {
        return Optional.ofNullable(schedule);
    }

    /**
     * Whether the task is exempt from {@code maxHistory}.
     *
     * @return false by default
     */
    public boolean isKept() {
        return keep;
    }

    /**
     * Whether a cancel or timeout interrupts the handler's thread.
     *
     * @return true by default
     */
    public boolean interruptsOnCancel() {
        return interruptOnCancel;
    }

    /**
     * Whether runs are on platform threads.
     *
     * @return false by default: on virtual threads
     */
    public boolean usesPlatformThread() {
        return platformThread;
    }

    /**
     * Whether a run that ended with its node is followed by another one.
     *
     * @return false by default: such a task has failed
     */
    public boolean restartsInterrupted() {
        return restartInterrupted;
    }

    /**
     * The identity of a task with these options.
     *
     * @param id the task's id
     * @param type the name of its type
     * @return title, description, owner and tags of these options under that id
     */
    public TaskIdentity identity(String id, String type) {
        return words.identity(id, type, turn());
    }

    Words words() {
        return words;
    }

    Turn turn() {
        return queue == null ? Turn.DEFAULT : Turn.DEFAULT.in(queue);
    }

    /** Collects {@link TaskOptions}. Not thread-safe. */
    public static final class Builder {
        private @Nullable Duration timeout;
        private Words words = Words.NONE;
        private boolean keep;
        private boolean interruptOnCancel = true;
        private boolean platformThread;
        private boolean restartInterrupted;
        private @Nullable String queue;
        private int maxConcurrent = Integer.MAX_VALUE;
        private @Nullable StartRate rate;
        private Retry retry = Retry.NONE;
        private @Nullable Schedule schedule;

        private Builder() {}

        /**
         * Has the task wait in a queue.
         *
         * @param name 1 to {@link Turn#MAX_NAME} characters; by default it waits in the default one
         * @return this
         * @throws IllegalArgumentException if the name is empty or too long
         */
        public Builder queue(String name) {
            queue = Turn.requireName("A queue's name", name);
            return this;
        }

        /**
         * How many tasks of this type run at once, on all nodes together. A task that is registered is the only one of its type:
         * with 1, its next run waits for the handler of a run that was canceled.
         *
         * @param max 0 for none; by default any number
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxConcurrent(int max) {
            maxConcurrent = QueueOptions.atLeastZero(max);
            return this;
        }

        /**
         * How often tasks of this type start, on all nodes together: so many at once, and one more in each such part of the period.
         *
         * @param permits at least 1; by default any number
         * @param period 1 ms to 366 days
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder rate(int permits, Duration period) {
            rate = new StartRate(permits, period);
            return this;
        }

        /**
         * Starts the task by itself. For a task that is registered, not for a type; never forgotten. The node that was started last says
         * what its schedule is.
         *
         * @param schedule when; by default somebody has to start it
         * @return this
         */
        public Builder schedule(Schedule schedule) {
            this.schedule = schedule;
            return this;
        }

        /**
         * Tries the task again that has failed.
         *
         * @param retry when, and how often; {@link Retry#NONE} by default
         * @return this
         */
        public Builder retry(Retry retry) {
            this.retry = retry;
            return this;
        }

        /**
         * Ends each run that takes longer with {@link TaskStatus#TIMED_OUT}.
         *
         * @param timeout counted on the monotonic clock from the moment the handler begins; none by default
         * @return this
         * @throws IllegalArgumentException if it is zero or negative
         */
        public Builder timeout(Duration timeout) {
            if (timeout.isZero() || timeout.isNegative()) {
                throw new IllegalArgumentException("A task's timeout must be longer than zero, got: " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /**
         * Names the task for people.
         *
         * @param title shown in place of the id; at most {@link TaskText#MAX_TITLE} characters
         * @return this
         * @throws IllegalArgumentException if it is longer
         */
        public Builder title(String title) {
            words = words.titled(title);
            return this;
        }

        /**
         * Describes the task for people.
         *
         * @param description a sentence; at most {@link TaskText#MAX_DESCRIPTION} characters
         * @return this
         * @throws IllegalArgumentException if it is longer
         */
        public Builder description(String description) {
            words = words.described(description);
            return this;
        }

        /**
         * Says whom the task belongs to.
         *
         * @param owner in the application's own terms; at most {@link TaskText#MAX_OWNER} characters
         * @return this
         * @throws IllegalArgumentException if it is longer
         */
        public Builder owner(String owner) {
            words = words.ownedBy(owner);
            return this;
        }

        /**
         * Labels the task. Adds to the tags given before.
         *
         * @param tags in the application's own terms, each of at most {@link TaskText#MAX_TAG} characters; a repeated one
         *     counts once, and there are at most {@link TaskText#MAX_TAGS}
         * @return this
         */
        public Builder tags(String... tags) {
            words = words.tagged(List.of(tags));
            return this;
        }

        /**
         * Exempts the task from {@code maxHistory} and {@code maxHistoryAge}: it is never forgotten by itself. Whether it
         * outlives the process is not said by this, but by the manager's store.
         *
         * @return this
         */
        public Builder keep() {
            keep = true;
            return this;
        }

        /**
         * Says whether a cancel or timeout interrupts the handler's thread. Turn it off for code that an interrupt
         * breaks, such as file channels; such a handler must look at {@link TaskContext#isCanceled()}.
         *
         * @param interrupt true by default
         * @return this
         */
        public Builder interruptOnCancel(boolean interrupt) {
            interruptOnCancel = interrupt;
            return this;
        }

        /**
         * Runs the handler on a platform thread made for the run. For handlers that compute without blocking: virtual
         * threads are not preempted, and as many such handlers as there are cores would hold up every other virtual
         * thread of the JVM.
         *
         * @return this
         */
        public Builder platformThread() {
            platformThread = true;
            return this;
        }

        /**
         * Follows a run that was interrupted, because its process ended or was killed, by another one as soon as some node
         * has a slot for it. So a handler may do again what it has done, unless it {@linkplain TaskContext#durable() notes}
         * how far it got. Has a meaning with a durable store only.
         *
         * @return this; by default such a task fails with {@code Interrupted by server restart}
         */
        public Builder restartInterrupted() {
            restartInterrupted = true;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return immutable options
         * @throws IllegalArgumentException if there are too many tags, or one is too long
         */
        public TaskOptions build() {
            return new TaskOptions(this);
        }
    }
}
