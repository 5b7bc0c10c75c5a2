package dev.taskcast.store.jdbc;

import dev.taskcast.lifecycle.TaskRow;

/** What it means for the tables that a task rests. */
final class Rest {
    private Rest() {}

    /**
     * The position at which a row rests; 0 where it does not, or not yet: while the period of its unique key goes on every node holds it.
     * {@link RestTable#layToRest} looks after those whose period is over.
     */
    static long at(TaskRow row) {
        return row.mayRest() && !row.hasKeyAt(0) ? row.position() : 0;
    }
}
