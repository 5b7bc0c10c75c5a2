package dev.taskcast.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is at one moment: one record a {@linkplain TaskStatus status}, made for an exhaustive {@code switch}.
 *
 * <pre>{@code
 * String line = switch (state) {
 *     case TaskState.Pending p -> "waiting";
 *     case TaskState.Running r -> r.progress().message();
 *     case TaskState.Completed c -> "done at " + Instant.ofEpochMilli(c.lastRun());
 *     case TaskState.Failed e -> "failed: " + e.error();
 *     case TaskState.Canceled c -> c.stopping() == null ? "canceled" : "stopping";
 *     case TaskState.TimedOut t -> "took too long";
 * };
 * }</pre>
 *
 * Immutable. All times are in epoch milliseconds, on the manager's wall clock.
 */
public sealed interface TaskState {

    /**
     * What the task is.
     *
     * @return the same for each state of a task
     */
    TaskIdentity identity();

    /**
     * The status that this record stands for.
     *
     * @return the status
     */
    TaskStatus status();

    /**
     * The number of the task's newest run, for people.
     *
     * @return 1 for the first run; 0 where the task has never been started
     */
    int run();

    /**
     * The task's attempts and its schedule.
     *
     * @return null where there is nothing to say
     */
    @Nullable
    Course course();

    /**
     * The task's id.
     *
     * @return short for {@code identity().id()}
     */
    default String id() {
        return identity().id();
    }

    /**
     * The same state of a task whose words for people have changed.
     *
     * @param newer what the task is
     * @return this state with it
     */
    default TaskState as(TaskIdentity newer) {
        return switch (this) {
            case Pending s -> new Pending(newer, s.waiting, s.standing);
            case Running s -> new Running(newer, s.placement, s.progress);
            case Completed s -> new Completed(newer, s.ending, s.result, s.artifacts);
            case Failed s -> new Failed(newer, s.ending, s.error, s.kind);
            case Canceled s -> new Canceled(newer, s.ending, s.stopping);
            case TimedOut s -> new TimedOut(newer, s.ending, s.stopping);
        };
    }

    /**
     * The same state with other attempts, or another tick of its schedule.
     *
     * @param newer its course, or null for none
     * @return this state with it
     */
    default TaskState with(@Nullable Course newer) {
        return switch (this) {
            case Pending s -> new Pending(s.identity, s.waiting.with(newer), s.standing);
            case Running s -> new Running(s.identity, s.placement.with(newer), s.progress);
            case Completed s -> new Completed(s.identity, s.ending.with(newer), s.result, s.artifacts);
            case Failed s -> new Failed(s.identity, s.ending.with(newer), s.error, s.kind);
            case Canceled s -> new Canceled(s.identity, s.ending.with(newer), s.stopping);
            case TimedOut s -> new TimedOut(s.identity, s.ending.with(newer), s.stopping);
        };
    }

    /**
     * Not running, and to be started by somebody, or when it is its turn.
     *
     * @param identity what the task is
     * @param waiting what it waits for
     * @param standing where it stands in its queue, as the node that was asked sees it; null where it stands in none, or was not
     *     asked. Decides nothing, and is no transition
     */
    record Pending(
            TaskIdentity identity,
            Waiting waiting,
            @Nullable Standing standing) implements TaskState {
        /**
         * Without where it stands.
         *
         * @param identity what the task is
         * @param waiting what it waits for
         */
        public Pending(TaskIdentity identity, Waiting waiting) {
            this(identity, waiting, null);
        }

        @Override
        public TaskStatus status() {
            return TaskStatus.PENDING;
        }

        @Override
        public int run() {
            return waiting.run();
        }

        @Override
        public @Nullable Course course() {
            return waiting.course();
        }

        /**
         * The same, as it stands now.
         *
         * @param now where, or null
         * @return this with it
         */
        public Pending with(@Nullable Standing now) {
            return new Pending(identity, waiting, now);
        }
    }

    /**
     * Started and not ended.
     *
     * @param identity what the task is
     * @param placement the run
     * @param progress the newest progress
     */
    record Running(TaskIdentity identity, Placement placement, TaskProgress progress) implements TaskState {
        @Override
        public TaskStatus status() {
            return TaskStatus.RUNNING;
        }

        @Override
        public int run() {
            return placement.run();
        }

        @Override
        public @Nullable Course course() {
            return placement.course();
        }

        /**
         * When the run was started.
         *
         * @return epoch milliseconds
         */
        public long startedAt() {
            return placement.startedAt();
        }

        /**
         * Since when the node that has the run has not been heard of. Its handler may go on all the same, and the run is gone on with if
         * the node is heard of again; if not, it ends, or another run takes its place. Decides nothing, and is no transition: each node
         * says what it knows.
         *
         * @return epoch milliseconds; 0 as long as the node is heard of, and where tasks are kept in memory
         */
        public long lostSince() {
            return placement.lostSince();
        }

        /**
         * The same run, whose node is silent, or is heard of again.
         *
         * @param since since when it has not been heard of, in epoch milliseconds; 0 where it is
         * @return this state with it
         */
        public Running lostSince(long since) {
            return new Running(identity, placement.lostSince(since), progress);
        }

        /**
         * The same run, further on.
         *
         * @param newest the newest progress
         * @return this state with it
         */
        public Running with(TaskProgress newest) {
            return new Running(identity, placement, newest);
        }
    }

    /** A state in which the task stays until it is started again. */
    sealed interface Terminal extends TaskState {
        /**
         * How the run stood in time.
         *
         * @return the run that ended
         */
        Ending ending();

        @Override
        default int run() {
            return ending().run();
        }

        @Override
        default @Nullable Course course() {
            return ending().course();
        }

        /**
         * When the run ended: the name is the protocol's, and means the end of the last run, not its beginning
         * ({@link #startedAt}) or its number ({@link #run}).
         *
         * @return epoch milliseconds
         */
        default long lastRun() {
            return ending().lastRun();
        }

        /**
         * When the run was started.
         *
         * @return epoch milliseconds; 0 where the task was canceled before it was started
         */
        default long startedAt() {
            return ending().startedAt();
        }
    }

    /**
     * A run that was ended from outside, whose handler may go on for a while.
     */
    sealed interface Stopped extends Terminal {
        /**
         * How far the handler is with stopping.
         *
         * @return null once the handler has returned
         */
        @Nullable
        Stopping stopping();

        /**
         * The same state after the handler has returned.
         *
         * @return this state without {@code stopping}
         */
        Stopped withoutStopping();
    }

    /**
     * The handler returned.
     *
     * @param identity what the task is
     * @param ending the run that ended
     * @param result what the handler gave as its result, or null where it gave none
     * @param artifacts what the run made; immutable
     */
    record Completed(
            TaskIdentity identity, Ending ending, @Nullable TaskResult result, List<Artifact> artifacts)
            implements Terminal {
        /** Makes the artifacts immutable. */
        public Completed {
            artifacts = List.copyOf(artifacts);
        }

        @Override
        public TaskStatus status() {
            return TaskStatus.COMPLETED;
        }
    }

    /**
     * The handler threw.
     *
     * @param identity what the task is
     * @param ending the run that ended
     * @param error the exception's message, or its class name where it has none
     * @param kind what can be asked for by {@link TaskQuery.Builder#errorKinds}: the name of the exception's class, or {@link #INTERRUPTED};
     *     null where an earlier version has kept the task
     */
    record Failed(
            TaskIdentity identity,
            Ending ending,
            String error,
            @Nullable String kind) implements Terminal {
        /** The {@link #kind} of a run that its node did not end, and that was not followed by another one. */
        public static final String INTERRUPTED = "interrupted";

        /**
         * Of no known kind.
         *
         * @param identity what the task is
         * @param ending the run that ended
         * @param error the exception's message, or its class name where it has none
         */
        public Failed(TaskIdentity identity, Ending ending, String error) {
            this(identity, ending, error, null);
        }

        @Override
        public TaskStatus status() {
            return TaskStatus.ERROR;
        }
    }

    /**
     * The run was canceled.
     *
     * @param identity what the task is
     * @param ending the run that ended
     * @param stopping how far the handler is with stopping; null once it has returned
     */
    record Canceled(
            TaskIdentity identity, Ending ending, @Nullable Stopping stopping) implements Stopped {
        @Override
        public TaskStatus status() {
            return TaskStatus.CANCELED;
        }

        @Override
        public Canceled withoutStopping() {
            return new Canceled(identity, ending, null);
        }
    }

    /**
     * The run took longer than its timeout.
     *
     * @param identity what the task is
     * @param ending the run that ended
     * @param stopping how far the handler is with stopping; null once it has returned
     */
    record TimedOut(
            TaskIdentity identity, Ending ending, @Nullable Stopping stopping) implements Stopped {
        @Override
        public TaskStatus status() {
            return TaskStatus.TIMED_OUT;
        }

        @Override
        public TimedOut withoutStopping() {
            return new TimedOut(identity, ending, null);
        }
    }

    /**
     * A run that goes on: which one, since when, and where.
     *
     * @param run its number, from 1
     * @param startedAt when it was started, in epoch milliseconds
     * @param node the node that it is on, or null where tasks are kept in memory
     * @param moving whether the task is on its way to its next run, here or on another node: that node has given this one up,
     *     and the next is to begin as soon as a slot is free
     * @param lostSince since when that node has not been heard of, in epoch milliseconds; 0 where it is
     * @param course the task's attempts and its schedule, or null
     */
    record Placement(
            int run,
            long startedAt,
            @Nullable String node,
            boolean moving,
            long lostSince,
            @Nullable Course course) {
        /**
         * Of a run whose node is heard of.
         *
         * @param run its number, from 1
         * @param startedAt when it was started, in epoch milliseconds
         * @param node the node that it is on, or null where tasks are kept in memory
         * @param moving whether that node has given it up
         */
        public Placement(int run, long startedAt, @Nullable String node, boolean moving) {
            this(run, startedAt, node, moving, 0, null);
        }

        /**
         * Of a task that is kept in memory.
         *
         * @param run its number, from 1
         * @param startedAt when it was started, in epoch milliseconds
         */
        public Placement(int run, long startedAt) {
            this(run, startedAt, null, false);
        }

        /**
         * The same, where its node is silent, or is heard of again.
         *
         * @param since since when it has not been heard of, in epoch milliseconds; 0 where it is
         * @return this with it
         */
        public Placement lostSince(long since) {
            return new Placement(run, startedAt, node, moving, since, course);
        }

        /**
         * The same with other attempts, or another tick of the schedule.
         *
         * @param newer the course, or null
         * @return this with it
         */
        public Placement with(@Nullable Course newer) {
            return new Placement(run, startedAt, node, moving, lostSince, newer);
        }
    }

    /**
     * A run that ended.
     *
     * @param run its number, from 1
     * @param startedAt when it was started, in epoch milliseconds; 0 where the task was canceled before it was started
     * @param lastRun when it ended, in epoch milliseconds
     * @param course the task's attempts and its schedule, or null
     */
    record Ending(
            int run, long startedAt, long lastRun, @Nullable Course course) {
        /**
         * Of a task that nothing goes on with.
         *
         * @param run its number, from 1
         * @param startedAt when it was started, in epoch milliseconds
         * @param lastRun when it ended, in epoch milliseconds
         */
        public Ending(int run, long startedAt, long lastRun) {
            this(run, startedAt, lastRun, null);
        }

        /**
         * The same with other attempts, or another tick of the schedule.
         *
         * @param newer the course, or null
         * @return this with it
         */
        public Ending with(@Nullable Course newer) {
            return new Ending(run, startedAt, lastRun, newer);
        }
    }

    /**
     * How far the handler of a canceled or timed-out run is with stopping.
     *
     * @param phase the phase
     * @param since when the phase began, in epoch milliseconds
     * @param node where the handler is; null where there is one node only, or a version before this field has written it
     */
    record Stopping(Phase phase, long since, @Nullable String node) {
        /**
         * Where there is one node only.
         *
         * @param phase the phase
         * @param since when the phase began, in epoch milliseconds
         */
        public Stopping(Phase phase, long since) {
            this(phase, since, null);
        }

        /** The phases of stopping. */
        public enum Phase {
            /** The handler was told, and has not returned yet. */
            REQUESTED("requested");

            private final String wireName;

            Phase(String wireName) {
                this.wireName = wireName;
            }

            /**
             * The phase as it is written on the wire.
             *
             * @return the name in lower case
             */
            public String wireName() {
                return wireName;
            }
        }
    }
}
