package dev.taskcast.commit;

import dev.taskcast.store.StoreException;
import dev.taskcast.task.StoreStatus;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the store does, as those see it who use it. Says once that it has gone, and once that it is back. Thread-safe. */
public final class StoreHealth {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private record Outage(StoreException failure, long sinceNanos) {}

    private record Asked(long nanos) {}

    private final TaskClock clock;
    private final long patienceNanos;
    private volatile @Nullable Outage outage;
    private volatile @Nullable Asked asked;

    /**
     * Well.
     *
     * @param clock for both kinds of time
     * @param patience how long a store that says nothing is taken for one that is well
     */
    public StoreHealth(TaskClock clock, Duration patience) {
        this.clock = clock;
        patienceNanos = TaskClock.nanosOf(patience);
    }

    /**
     * Whether the store failed when it was last asked, or has said nothing for too long.
     *
     * @return false as long as it answers
     */
    public boolean isDown() {
        return outage != null || silentSince() != null;
    }

    /** When the question was asked that it does not answer, or null where it does, or may still. */
    private @Nullable Asked silentSince() {
        Asked open = asked;
        return open != null && clock.nanos() - open.nanos > patienceNanos ? open : null;
    }

    /**
     * What the store has said.
     *
     * @return null as long as it answers
     */
    public @Nullable StoreException failure() {
        Outage now = outage;
        return now == null ? null : now.failure;
    }

    /**
     * How it does, for health checks.
     *
     * @return with a reason where it is down
     */
    public StoreStatus status() {
        Outage now = outage;
        if (now != null) {
            return new StoreStatus(false, wallMillis(now.sinceNanos), now.failure.getMessage());
        }
        Asked silent = silentSince();
        return silent == null
                ? StoreStatus.UP
                : new StoreStatus(
                        false,
                        wallMillis(silent.nanos),
                        "The store has not answered for " + millisSince(silent.nanos) + " ms");
    }

    private long millisSince(long nanos) {
        return (clock.nanos() - nanos) / 1_000_000;
    }

    /** When it was, by the wall clock as it is now: that may have been set since. */
    private long wallMillis(long nanos) {
        return clock.millis() - millisSince(nanos);
    }

    void asking() {
        asked = new Asked(clock.nanos());
    }

    void answered() {
        asked = null;
    }

    void down(StoreException failure) {
        Outage before = outage;
        Asked open = asked;
        long now = open == null ? clock.nanos() : open.nanos;
        outage = new Outage(failure, before == null ? now : before.sinceNanos);
        asked = null;
        if (before == null) {
            LOG.log(System.Logger.Level.WARNING, "The task store fails; what is to be kept waits for it", failure);
        }
    }

    void up() {
        Outage before = outage;
        if (before != null) {
            outage = null;
            long seconds = millisSince(before.sinceNanos) / 1_000;
            LOG.log(System.Logger.Level.INFO, "The task store answers again, after " + seconds + " s");
        }
    }
}
