package dev.taskcast.lifecycle;

import dev.taskcast.codec.Payload;
import dev.taskcast.task.Course;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopped;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.task.Waiting;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps of a task. Immutable; each change makes a new one.
 *
 * @param state the newest state
 * @param created the position of the event that made the task: the order of registration
 * @param position the position of its newest transition: the version that decisions are made from
 * @param fence the position of the event that started its newest run, 0 before the first; only the run with this fence
 *     may change the task
 * @param terms what was declared for it
 * @param payload what it was submitted with, or null for a task that was registered; {@link Payload#IN_STORE} where the heap has let go of it
 * @param notes what its runs noted for later ones, by name, or null for nothing; immutable
 * @param createdAt when the task was made, in epoch milliseconds; 0 where an earlier version made it
 */
public record TaskRow(
        TaskState state,
        long created,
        long position,
        long fence,
        Terms terms,
        @Nullable Payload payload,
        @Nullable Map<String, Payload> notes,
        long createdAt) {
    private static final long ROW_BYTES = 600;

    /**
     * Without notes, and made at a time that is not known.
     *
     * @param state the newest state
     * @param created the position of the event that made the task
     * @param position the position of its newest transition
     * @param fence the position of the event that started its newest run
     * @param terms what was declared for it
     * @param payload what it was submitted with, or null
     */
    public TaskRow(TaskState state, long created, long position, long fence, Terms terms, @Nullable Payload payload) {
        this(state, created, position, fence, terms, payload, null, 0);
    }

    /**
     * What a decision makes of a task. Stores and nodes that read it later call this too, so that all see the same.
     *
     * @param from the task before it; null for a new one
     * @param next the decision
     * @param position the position of the transition, where the decision takes one
     * @return the task after it; null where it is gone, and where the decision is of no task
     */
    public static @Nullable TaskRow after(@Nullable TaskRow from, Decision.Next next, long position) {
        return switch (next) {
            case Decision.Made made ->
                new TaskRow(made.state(), position, position, 0, made.terms(), made.payload(), null, made.at());
            case Decision.Started started -> existing(from).moved(started.state(), position, position);
            case Decision.Moved moved -> existing(from).moved(moved.state(), position);
            case Decision.Attached attached -> existing(from).attached(attached, position);
            case Decision.Swapped swapped -> existing(from).swapped(swapped, position);
            case Decision.Amended amended -> existing(from).with(amended.state());
            case Decision.Noted noted -> existing(from).noted(noted.name(), noted.value());
            case Decision.Woken woken -> woken.row();
            case Decision.Removed removed -> null;
            case Decision.OfNoTask ofNoTask -> null;
        };
    }

    private static TaskRow existing(@Nullable TaskRow from) {
        if (from == null) {
            throw new IllegalArgumentException("A change of a task must be decided from its row, got: none");
        }
        return from;
    }

    /**
     * The task's id.
     *
     * @return short for {@code state().id()}
     */
    public String id() {
        return state.id();
    }

    /**
     * The name of the code that runs it.
     *
     * @return short for {@code state().identity().type()}
     */
    public String type() {
        return state.identity().type();
    }

    /**
     * Whether its next run begins when it is its turn, and nobody has to ask for it.
     *
     * @return true for a queued one, and for one that is between two runs
     */
    public boolean isWaiting() {
        return switch (state) {
            case Pending pending -> pending.waiting().isQueued();
            case Running running -> running.placement().moving();
            default -> false;
        };
    }

    /**
     * Whether a handler of it is at work somewhere, as far as anybody has said: it goes on, or was told to stop and has not returned.
     *
     * @return true for as long as it counts in its limits
     */
    public boolean hasHandler() {
        return switch (state) {
            case Running running -> !running.placement().moving();
            case Stopped stopped -> stopped.stopping() != null;
            case Pending pending -> pending.waiting() instanceof Waiting.ForHandler;
            default -> false;
        };
    }

    /**
     * Where its {@linkplain #hasHandler() handler} is.
     *
     * @return the name of a node; null where there is no handler, or one node only, or it is not known
     */
    public @Nullable String handlerNode() {
        return switch (state) {
            case Running running when hasHandler() -> running.placement().node();
            case Stopped stopped
            when stopped.stopping() != null -> stopped.stopping().node();
            case Pending pending
            when pending.waiting() instanceof Waiting.ForHandler stopping ->
                stopping.stopping().node();
            default -> null;
        };
    }

    /**
     * Whether it may leave the heap of the nodes once the store's tables have it: it was submitted, has ended, and nothing in it goes on.
     * While its unique key is taken for a period it is held all the same.
     *
     * @return false for all that lives
     */
    public boolean mayRest() {
        return payload != null
                && state instanceof Terminal
                && !hasHandler()
                && !terms.keep()
                && terms.schedule() == null;
    }

    /**
     * Whether it is held for the sake of its unique key, although it {@linkplain #mayRest may rest} otherwise.
     *
     * @param now on the store's clock, in epoch milliseconds
     * @return true until the key's period is over
     */
    public boolean hasKeyAt(long now) {
        UniqueKey unique = terms.unique();
        return unique != null && unique.isTakenAt(now);
    }

    /**
     * Whether the heap has let go of its payload.
     *
     * @return true where only the tables of the store have it
     */
    public boolean isPayloadInStore() {
        return payload != null && payload.isInStore();
    }

    /**
     * Whether the heap may let go of its payload once the store's tables have it: it was submitted and waits.
     *
     * @return false where there is none in the heap
     */
    public boolean mayLeavePayload() {
        return payload != null && !payload.isInStore() && state instanceof Pending;
    }

    /**
     * About how much of the heap the task takes, with its places in indexes, and without its notes.
     *
     * @return bytes
     */
    public long heapBytes() {
        long result = switch (state) {
            case Completed done -> done.result() == null ? 0 : done.result().size();
            case Failed failed -> 2L * failed.error().length();
            default -> 0;
        };
        long origin = terms.origin() == null ? 0 : 2L * terms.origin().length();
        return ROW_BYTES + (payload == null ? 0 : payload.size()) + result + origin;
    }

    /**
     * The same row without its payload.
     *
     * @return a row at the same position, with {@link Payload#IN_STORE}
     */
    public TaskRow light() {
        return with(Payload.IN_STORE);
    }

    /**
     * The same row with its payload.
     *
     * @param other what it was submitted with
     * @return a row at the same position
     */
    public TaskRow with(Payload other) {
        return new TaskRow(state, created, position, fence, terms, other, notes, createdAt);
    }

    /**
     * Whether its handlers take one of the slots of the node that runs it.
     *
     * @return true for a submitted one
     */
    public boolean takesSlot() {
        return payload != null || terms.takesSlot();
    }

    /**
     * Whether a run that was started with this row goes on from what an earlier one left: its notes, or how far it was.
     *
     * @return false where it begins from nothing
     */
    public boolean isResumed() {
        boolean isFurther =
                state instanceof Running running && !running.progress().equals(TaskProgress.STARTING);
        return notes != null || isFurther;
    }

    /**
     * The same row in another state, without a transition.
     *
     * @param amended the state
     * @return a row at the same position
     */
    public TaskRow with(TaskState amended) {
        return new TaskRow(amended, created, position, fence, terms, payload, notes, createdAt);
    }

    /**
     * The same row with other notes.
     *
     * @param newer all of them, or null for none
     * @return a row at the same position
     */
    public TaskRow withNotes(@Nullable Map<String, Payload> newer) {
        return new TaskRow(state, created, position, fence, terms, payload, newer, createdAt);
    }

    private TaskRow moved(TaskState moved, long at, long newFence) {
        return new TaskRow(moved, created, at, newFence, terms, payload, notes, createdAt);
    }

    private TaskRow moved(TaskState moved, long at) {
        boolean isThere = moved instanceof Completed; // what was noted was for getting there
        return new TaskRow(moved, created, at, fence, terms, payload, isThere ? null : notes, createdAt);
    }

    private TaskRow attached(Decision.Attached attached, long at) {
        return new TaskRow(attached.state(), created, at, fence, attached.terms(), payload, notes, createdAt);
    }

    /** What was noted was for the payload before. */
    private TaskRow swapped(Decision.Swapped swapped, long at) {
        return new TaskRow(swapped.state(), created, at, fence, swapped.terms(), swapped.payload(), null, createdAt);
    }

    private TaskRow noted(String name, Payload value) {
        Map<String, Payload> newer = new HashMap<>(notes == null ? Map.of() : notes);
        newer.put(name, value);
        Course course = state.course();
        Course advanced = Course.advanced(course);
        TaskState now = Objects.equals(advanced, course) ? state : state.with(advanced);
        return new TaskRow(now, created, position, fence, terms, payload, Map.copyOf(newer), createdAt);
    }
}
