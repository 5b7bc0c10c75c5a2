package dev.taskcast.engine;

import dev.taskcast.commit.Committer;
import dev.taskcast.retention.History;
import dev.taskcast.thread.Insist;
import dev.taskcast.thread.SafeLog;
import dev.taskcast.time.TaskClock;
import java.time.Duration;

/** Has ended tasks forgotten that are held and too old, now and again. Those that rest are left to {@link Forgetting}. */
final class Sweep {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog NO_SWEEP = new SafeLog(
            LOG, System.Logger.Level.ERROR, "To set the time of the next sweep has failed, and is tried again");
    private static final Duration MAX_INTERVAL = Duration.ofMinutes(1);

    private final Committer committer;
    private final TaskClock.Timers timers;
    private final Duration interval;
    private final boolean isForEver;

    /**
     * Not begun yet.
     *
     * @param committer forgets them
     * @param timers for when
     * @param maxAge how long what has ended may stay
     */
    Sweep(Committer committer, TaskClock.Timers timers, Duration maxAge) {
        this.committer = committer;
        this.timers = timers;
        Duration tenth = maxAge.dividedBy(10);
        interval = tenth.compareTo(MAX_INTERVAL) > 0 ? MAX_INTERVAL : tenth.plusMillis(1);
        isForEver = History.isForEver(maxAge);
    }

    /** Sets the time of the next one; where all may stay for ever, there is none. */
    void begin() {
        if (isForEver) {
            return;
        }
        TaskClock.Timer ignored = timers.after(interval, () -> {
            try {
                committer.sweep();
            } finally {
                Insist.on(NO_SWEEP, this::begin);
            }
        });
    }
}
