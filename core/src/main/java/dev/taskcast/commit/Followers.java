package dev.taskcast.commit;

import dev.taskcast.count.Counts;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.retention.History;
import dev.taskcast.retention.Load;
import dev.taskcast.retention.Payloads;
import dev.taskcast.store.Applied;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the rows once a change is kept.
 *
 * @param history what may be forgotten
 * @param load how much may be submitted
 * @param counts how many tasks are how
 * @param payloads those of tasks that wait
 * @param onEach called for each change, whoever has made it
 * @param observed told of those that this node has made
 */
public record Followers(
        History history, Load load, Counts counts, Payloads payloads, OnApplied onEach, Observed observed) {
    /** A task was there before. */
    void restore(TaskRow row) {
        history.restore(row);
        load.applied(null, row);
        counts.held(row);
        payloads.applied(null, row);
        onEach.applied(null, row);
    }

    /** A task is there, and is taken note of anew. */
    void again(TaskRow row) {
        history.applied(null, row);
        load.applied(null, row);
        counts.held(row);
        payloads.applied(null, row);
        onEach.applied(null, row);
    }

    /** A change is kept; {@code rested} says whether its task was not held before it although it was there. */
    void applied(Applied applied, boolean rested) {
        TaskRow before = applied.change().from();
        TaskRow after = applied.after();
        boolean isOnlyWoken = applied.change().next() instanceof Decision.Woken; // and no change by itself
        counts.applied(isOnlyWoken ? after : before, after, rested); // first: what rests can't be counted anew
        history.applied(before, after);
        load.applied(before, after);
        payloads.applied(before, after);
        onEach.applied(before, after);
    }

    /** Takes note of no task; those are told {@link #again} that are held. */
    void clear() {
        history.clear();
        load.clear();
        counts.clear();
        payloads.clear();
    }

    /** A task is another one by now, by changes that are not known. */
    void becomes(@Nullable TaskRow before, @Nullable TaskRow after) {
        onEach.applied(before, after);
    }
}
