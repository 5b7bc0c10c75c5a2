package dev.taskcast.commit;

import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;

/** What committers do, for tests that have no committer. */
public final class Kept {
    private Kept() {}

    /** What a decision makes of its task, if it is the next one after a position. */
    public static Applied applied(Change change, long head) {
        return Rows.applied(change, head);
    }
}
