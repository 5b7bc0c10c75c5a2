package dev.taskcast.dispatch;

import dev.taskcast.thread.ShortLock;
import dev.taskcast.time.StoreClock;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Wakes the committer when a task becomes due. One timer, set for the earliest time. Thread-safe. */
public final class Alarm {
    /** A time that is further away is looked at again by then: the store's clock may be set forward. */
    private static final long LONGEST_MILLIS = 1_000;

    private final StoreClock clock;
    private final TaskClock.Timers timers;
    private final Runnable wake;
    private final ShortLock lock = new ShortLock();
    private long armedFor = Long.MAX_VALUE; // guarded by the lock
    private TaskClock.@Nullable Timer timer; // likewise

    /**
     * Set for no time.
     *
     * @param clock what due times are by
     * @param timers go off
     * @param wake is called when something is due, on the timers' thread: short
     */
    public Alarm(StoreClock clock, TaskClock.Timers timers, Runnable wake) {
        this.clock = clock;
        this.timers = timers;
        this.wake = wake;
    }

    /**
     * Goes off at a time, unless it goes off before.
     *
     * @param millis on the store's clock; {@code Long.MAX_VALUE} for never
     */
    public void at(long millis) {
        lock.run(() -> {
            if (millis >= armedFor) {
                return;
            }
            long wait = Math.clamp(millis - clock.millis(), 0, LONGEST_MILLIS);
            TaskClock.Timer next =
                    timers.after(Duration.ofMillis(wait), this::goOff); // first: where it throws, the old one is there
            if (timer != null) {
                timer.cancel();
            }
            timer = next;
            armedFor = millis;
        });
    }

    private void goOff() {
        lock.run(() -> {
            armedFor = Long.MAX_VALUE;
            timer = null;
        });
        wake.run(); // who then finds nothing due sets it again
    }
}
