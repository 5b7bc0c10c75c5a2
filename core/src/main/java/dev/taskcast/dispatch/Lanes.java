package dev.taskcast.dispatch;

import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.queue.Lane;
import dev.taskcast.queue.Waiter;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.Turn;
import dev.taskcast.task.Waiting;
import org.jspecify.annotations.Nullable;

/** What rows say of their wait, as the line takes it. Not thread-safe: it knows the lane that was made last. */
final class Lanes {
    // A start asks for its own lane several times.
    private @Nullable TaskIdentity asked;
    private @Nullable Lane last;

    Lane of(TaskRow row) {
        return of(row.state().identity(), row.takesSlot());
    }

    Lane of(Orphan orphan) {
        return of(orphan.identity(), orphan.takesSlot());
    }

    @SuppressWarnings("ReferenceEquality") // the rows of a task share it
    private Lane of(TaskIdentity identity, boolean takesSlot) {
        Lane known = last;
        if (known != null && identity == asked && known.takesSlot() == takesSlot) {
            return known;
        }
        Turn turn = identity.turn();
        String queue = turn.queue();
        Lane made = new Lane(
                queue == null ? "" : queue, turn.key(), identity.type(), turn.priority(), turn.weight(), takesSlot);
        asked = identity;
        last = made;
        return made;
    }

    Waiter waiter(TaskRow row) {
        return new Waiter(row.id(), row.created(), row.position(), readyAt(row), of(row), isRetry(row));
    }

    /** Whether it waits for its next attempt. */
    static boolean isRetry(TaskRow row) {
        return row.state() instanceof Pending pending
                && pending.waiting() instanceof Waiting.ForTime timed
                && timed.isRetry();
    }

    /** Whether it waits for nothing but its turn, or a time; and nothing of it is unknown. */
    static boolean isInLine(@Nullable TaskRow row) {
        return row != null
                && row.isWaiting()
                && row.terms().isKnown()
                && !(row.state() instanceof Pending pending && pending.waiting() instanceof Waiting.ForHandler);
    }

    /** 0 for one that is between two runs: it has had its turn. */
    static long since(TaskRow row) {
        return row.state() instanceof Pending pending ? pending.waiting().since() : 0;
    }

    static long readyAt(TaskRow row) {
        return row.state() instanceof Pending pending && pending.waiting() instanceof Waiting.ForTime timed
                ? timed.until()
                : since(row);
    }
}
