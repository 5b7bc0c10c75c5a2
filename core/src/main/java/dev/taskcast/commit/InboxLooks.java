package dev.taskcast.commit;

import dev.taskcast.thread.ShortLock;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When this node looks into the inbox after a submit of its own, in a transaction of the application's: nobody tells when that is committed,
 * since to notify would hold up each commit of the application for the one before it. After the last look the poll is left. Thread-safe.
 */
final class InboxLooks {
    private static final List<Duration> AFTER =
            List.of(Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofMillis(50));

    private final TaskClock.Timers timers;
    private final Runnable look;
    private final ShortLock lock = new ShortLock();
    private TaskClock.@Nullable Timer timer; // guarded by the lock
    private int looks; // likewise: since the newest submit

    /**
     * No look is to be taken.
     *
     * @param timers go off
     * @param look called on the timers' thread: short
     */
    InboxLooks(TaskClock.Timers timers, Runnable look) {
        this.timers = timers;
        this.look = look;
    }

    /** Something was submitted. */
    void submitted() {
        lock.run(() -> {
            if (timer != null && looks == 0) {
                return; // the first look is to come, and others after it
            }
            if (timer != null) {
                timer.cancel();
            }
            looks = 0;
            arm();
        });
    }

    private void arm() {
        Duration before = looks == 0 ? Duration.ZERO : AFTER.get(looks - 1);
        timer = timers.after(AFTER.get(looks).minus(before), this::goOff);
    }

    private void goOff() {
        lock.run(() -> {
            timer = null;
            looks++;
            if (looks < AFTER.size()) {
                arm();
            }
        });
        look.run();
    }
}
