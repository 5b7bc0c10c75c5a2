package dev.taskcast.engine;

import dev.taskcast.store.RestingTasks;
import dev.taskcast.store.TaskStore;
import dev.taskcast.time.TaskClock;

/**
 * What all parts of a node stand on.
 *
 * @param name what this node is called
 * @param settings how it works
 * @param timers on the clock of the settings
 * @param vitals is told how its threads do
 */
record NodeSetup(String name, Settings settings, TaskClock.Timers timers, Vitals vitals) {
    TaskStore store() {
        return settings.storage().store();
    }

    boolean isDurable() {
        return store().isDurable();
    }

    /** The tasks that the store has and nobody holds. */
    RestingTasks atRest() {
        return isDurable() ? store().resting() : RestingTasks.NONE;
    }

    TaskClock clock() {
        return settings.timing().clock();
    }
}
