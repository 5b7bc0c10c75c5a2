package dev.taskcast.engine;

import dev.taskcast.store.StoreException;
import dev.taskcast.store.TaskFinder;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.thread.SafeLog;

/**
 * Finds all tasks; and while the store can't be asked, those that are held. Such a page is partial, and such a count says that there may be
 * more. Thread-safe.
 */
final class OutageFinder implements TaskFinder {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog NOT_ALL = new SafeLog(
            LOG, System.Logger.Level.WARNING, "Pages have only what is in memory, as long as the store can't be asked");

    private final TaskFinder all;
    private final TaskFinder held;
    private volatile boolean isAway; // said once, and not with each page

    OutageFinder(TaskFinder all, TaskFinder held) {
        this.all = all;
        this.held = held;
    }

    @Override
    public Found find(TaskQuery query) {
        try {
            Found found = all.find(query);
            isAway = false;
            return found;
        } catch (StoreException e) {
            say(e);
            Found part = held.find(query);
            return new Found(part.rows(), part.next(), true, part.position());
        }
    }

    @Override
    public Count count(TaskQuery query, int most) {
        try {
            return all.count(query, most);
        } catch (StoreException e) {
            say(e);
            return new Count(held.count(query, most).about(), true);
        }
    }

    private void say(StoreException e) {
        if (!isAway) {
            isAway = true;
            NOT_ALL.log(e);
        }
    }
}
