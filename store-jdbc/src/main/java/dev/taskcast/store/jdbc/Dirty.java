package dev.taskcast.store.jdbc;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.codec.StackTraces;
import dev.taskcast.task.Course;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Waiting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task that is further on in the journal than in the tables. Under the lock of {@link Unflushed}. */
final class Dirty {
    private static final int GONE_BYTES = 300;
    private static final int FORMER_BYTES = 150;

    /** A run that another one has followed, and its fence. */
    record Former(long fence, TaskRun run) {}

    private final String id;
    private @Nullable TaskRow row;
    private long block;
    private long madeIn;
    private boolean notesCleared;
    private boolean noted;
    private boolean manyRuns;
    private long moreBytes; // of what is here beside the row
    private @Nullable String node; // of the newest run; null where it is the one that the tables have
    private @Nullable String stackTrace; // likewise
    private final List<Former> formers = new ArrayList<>(0);

    Dirty(String id) {
        this.id = id;
    }

    /** Takes a change of the task. */
    void take(Applied applied, long inBlock) {
        block = inBlock;
        TaskRow from = applied.change().from();
        row = applied.after();
        switch (applied.change().next()) {
            case Decision.Made made -> madeIn = inBlock;
            case Decision.Started started -> {
                leave(from, started.state().startedAt());
                node = started.state().placement().node();
                stackTrace = null;
            }
            case Decision.Moved moved -> moved(from, moved);
            case Decision.Attached attached -> {}
            case Decision.Swapped swapped -> clearNotes(from);
            case Decision.Amended amended -> {}
            case Decision.Noted note -> {
                noted = true;
                moreBytes += note.value().heapBytes() + 2L * note.name().length();
            }
            case Decision.Woken woken -> {}
            case Decision.OfNoTask ofNoTask -> {}
            case Decision.Removed removed -> {
                notesCleared |= from != null && from.notes() != null;
                manyRuns |= from != null && hasFormers(from.state());
                formers.clear();
            }
        }
    }

    /** Whether a task that is so had runs before its newest one, or waits to have one after it. */
    private static boolean hasFormers(TaskState state) {
        boolean tellsOfItsRun = state instanceof TaskState.Running || ended(state, null, null) != null;
        return state.run() > (tellsOfItsRun ? 1 : 0);
    }

    private void moved(@Nullable TaskRow from, Decision.Moved moved) {
        if (from == null) {
            return;
        }
        clearNotes(from);
        if (from.state() instanceof TaskState.Running running
                && running.placement().node() != null) {
            node = running.placement().node();
        }
        if (moved.stackTrace() != null) {
            stackTrace = StackTraces.capped(moved.stackTrace());
        }
        if (from.state() instanceof Terminal && !(moved.state() instanceof Terminal)) {
            leave(from, 0);
        }
        if (from.state() instanceof TaskState.Running running
                && moved.state() instanceof TaskState.Pending pending
                && pending.run() == running.run()) { // else it has not begun, and its number is free again
            tried(from.fence(), running.placement(), pending.waiting());
        }
    }

    private void clearNotes(@Nullable TaskRow from) {
        if (from != null && from.notes() != null && row != null && row.notes() == null) {
            notesCleared = true;
            noted = false;
        }
    }

    /** A run is to be followed by another one: it has failed, or its node has ended. */
    private void tried(long fence, Placement left, Waiting next) {
        Course course = next.course();
        boolean hasFailed = next instanceof Waiting.ForTime;
        long ended =
                next instanceof Waiting.ForTime retry ? Math.max(retry.since(), left.startedAt()) : left.startedAt();
        add(new Former(
                fence,
                new TaskRun(
                        left.run(),
                        hasFailed ? TaskStatus.ERROR : TaskStatus.RUNNING,
                        left.startedAt(),
                        ended,
                        node,
                        hasFailed && course != null ? course.lastError() : null,
                        stackTrace)));
    }

    /** Another run is to follow: the one before it, if it was one, is no longer the newest. */
    private void leave(@Nullable TaskRow from, long now) {
        if (from == null) {
            return;
        }
        if (from.state() instanceof Terminal) {
            TaskRun ended = ended(from.state(), node, stackTrace);
            if (ended != null) {
                add(new Former(from.fence(), ended));
            }
        } else if (from.state() instanceof TaskState.Running running) {
            Placement left = running.placement();
            long end = Math.max(now, left.startedAt()); // the clock may have been set back
            add(new Former(
                    from.fence(),
                    new TaskRun(left.run(), TaskStatus.RUNNING, left.startedAt(), end, node, null, stackTrace)));
        }
    }

    private void add(Former former) {
        formers.add(former);
        moreBytes += FORMER_BYTES
                + length(former.run().error())
                + length(former.run().stackTrace());
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** About how much of the heap it takes. */
    long bytes() {
        TaskRow is = row;
        return (is == null ? GONE_BYTES : is.heapBytes()) + moreBytes + length(stackTrace);
    }

    /** The run that has ended in a state, or null where there was none. */
    static @Nullable TaskRun ended(TaskState state, @Nullable String node, @Nullable String stackTrace) {
        if (!(state instanceof Terminal terminal) || terminal.startedAt() == 0) {
            return null;
        }
        String error = state instanceof TaskState.Failed failed ? failed.error() : null;
        return new TaskRun(
                terminal.run(), state.status(), terminal.startedAt(), terminal.lastRun(), node, error, stackTrace);
    }

    /** Takes over what an earlier one knows, which could not be written. */
    void after(Dirty earlier) {
        madeIn = madeIn > 0 ? madeIn : earlier.madeIn;
        notesCleared |= earlier.notesCleared;
        noted |= earlier.noted && row != null && row.notes() != null;
        manyRuns |= earlier.manyRuns;
        formers.addAll(0, earlier.formers);
        moreBytes += earlier.moreBytes;
        TaskRow before = earlier.row;
        if (before != null && row != null && before.fence() == row.fence()) {
            node = node == null ? earlier.node : node;
            stackTrace = stackTrace == null ? earlier.stackTrace : stackTrace;
        }
    }

    String id() {
        return id;
    }

    /** The task as it is, or null where it is gone. */
    @Nullable
    TaskRow row() {
        return row;
    }

    /** The block with its newest change. */
    long block() {
        return block;
    }

    /** The block that it was made in, or 0 where that is in the tables. */
    long madeIn() {
        return madeIn;
    }

    /** Whether what was noted before is gone. */
    boolean notesCleared() {
        return notesCleared;
    }

    /** Whether the row's notes are not those of the tables. */
    boolean noted() {
        return noted;
    }

    /** Whether there are more runs than the row tells of. */
    boolean manyRuns() {
        return manyRuns;
    }

    @Nullable
    String node() {
        return node;
    }

    @Nullable
    String stackTrace() {
        return stackTrace;
    }

    /** The runs that another one has followed, the oldest first. */
    List<Former> formers() {
        return formers;
    }
}
