package dev.taskcast.run;

import dev.taskcast.thread.SafeLog;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says of each handler that goes on although it was told to stop a minute ago: it holds its slot and its place in limits until it returns.
 * Thread-safe.
 */
final class Stragglers {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final SafeLog STILL_THERE = new SafeLog(
            System.getLogger("dev.taskcast"),
            System.Logger.Level.WARNING,
            "Task \"",
            "\" was told to stop a minute ago, and its handler has not returned. It holds its slot, and its place in"
                    + " limits, until it does");

    private final Runs runs;
    private final TaskClock.Timers timers;
    private final ConcurrentHashMap<Long, TaskClock.Timer> watched = new ConcurrentHashMap<>(); // by fence

    /** Where a handler is. Not thrown: it is there for its stack trace. */
    private static final class Whereabouts extends Exception {
        private static final long serialVersionUID = 1L;

        Whereabouts(Thread thread) {
            super("It is here", null, false, true);
            setStackTrace(thread.getStackTrace());
        }
    }

    Stragglers(Runs runs, TaskClock.Timers timers) {
        this.runs = runs;
        this.timers = timers;
    }

    /** It was told to stop. */
    void watch(Run run) {
        watched.computeIfAbsent(run.fence(), fence -> timers.after(PATIENCE, () -> say(run)));
        if (runs.get(run.fence()) == null) { // it has returned meanwhile
            returned(run.fence());
        }
    }

    /** Its handler has returned, and it is no longer among the runs. */
    void returned(long fence) {
        TaskClock.Timer timer = watched.isEmpty() ? null : watched.remove(fence);
        if (timer != null) {
            timer.cancel();
        }
    }

    private void say(Run run) {
        watched.remove(run.fence());
        Thread thread = run.thread();
        if (thread != null) {
            STILL_THERE.log(run.id(), new Whereabouts(thread));
        }
    }
}
