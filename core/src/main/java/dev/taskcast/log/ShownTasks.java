package dev.taskcast.log;

import dev.taskcast.lifecycle.TaskRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Each task that is held, as it is shown: in the order of registration, at its newest transition, and by what was amended since. Under the
 * log's lock. Read by the log; changed here, so that the four stay in step.
 */
final class ShownTasks {
    final PositionIndex<TaskRow> members = new PositionIndex<>();
    final Newest newest;
    final Amendments amendments = new Amendments();
    final Wakes wakes = new Wakes();

    /** None; {@code replayWindow} is how many removals a reader may miss at the least. */
    ShownTasks(long base, int replayWindow) {
        newest = new Newest(base, replayWindow);
    }

    /** Shows tasks where none is shown. */
    void show(Collection<TaskRow> rows) {
        List<TaskRow> byCreated =
                rows.stream().sorted(Comparator.comparingLong(TaskRow::created)).toList();
        List<TaskRow> byPosition = rows.stream()
                .sorted(Comparator.comparingLong(TaskRow::position))
                .toList();
        byCreated.forEach(row -> members.append(row.created(), row));
        byPosition.forEach(newest::append);
    }

    /** Shows none. */
    void clear() {
        members.clear();
        wakes.clear();
        newest.clear();
        amendments.clear();
    }

    void made(TaskRow row) {
        members.append(row.created(), row);
        newest.append(row);
    }

    /** By a transition. */
    void moved(TaskRow from, TaskRow after) {
        amendments.drop(after.created());
        newest.remove(from.position());
        members.replace(after.created(), after);
        wakes.advanced(after);
        newest.append(after);
    }

    /** Without a transition. */
    void amended(TaskRow row) {
        amendments.put(row);
        members.replace(row.created(), row);
        newest.replace(row);
    }

    /** As it is shown, with nothing to tell of. */
    void same(TaskRow row) {
        members.replace(row.created(), row);
        newest.replace(row);
    }

    /** It is shown again by its next transition. */
    void woken(TaskRow row) {
        members.put(row.created(), row);
        wakes.begin(row.created());
    }

    /** Those that were woken after a position, and are still there. */
    List<TaskRow> wokenAfter(long position) {
        List<TaskRow> rows = new ArrayList<>();
        for (long created : wakes.after(position)) {
            TaskRow row = members.get(created);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    void removed(TaskRow gone, Event removal) {
        amendments.drop(gone.created());
        newest.remove(gone.position());
        members.remove(gone.created());
        wakes.remove(gone.created());
        newest.bury(removal);
    }

    /** It is held no more. What was amended is kept for those whom the ring still reaches, from its floor on. */
    void rest(TaskRow row, long ringFloor) {
        amendments.rest(row);
        newest.rest(row.position());
        if (amendments.passed(ringFloor)) {
            newest.passed(ringFloor);
        }
        members.remove(row.created());
        wakes.rest(row.created());
        wakes.passed(ringFloor);
    }

    /** Reads them on in the order of registration; {@code end} is the place in the log that they are at. */
    Members read(long afterCreated, int max, Cursor end) {
        List<TaskRow> rows = new ArrayList<>(Math.min(max, members.live()));
        int slot = members.slotAfter(afterCreated);
        long last = afterCreated;
        for (; slot < members.end() && rows.size() < max; slot++) {
            TaskRow row = members.at(slot);
            last = members.keyAt(slot);
            if (row != null) {
                rows.add(row);
            }
        }
        return new Members(rows, last, slot >= members.end(), end);
    }

    /** Reads them in either direction, see {@link EventLog#rows}. */
    List<TaskRow> rows(long created, boolean isDescending, int max) {
        List<TaskRow> rows = new ArrayList<>(Math.min(max, members.live()));
        int step = isDescending ? -1 : 1;
        int slot = isDescending ? members.slotAfter(created - 1) - 1 : members.slotAfter(created);
        for (; slot >= 0 && slot < members.end() && rows.size() < max; slot += step) {
            TaskRow row = members.at(slot);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }
}
