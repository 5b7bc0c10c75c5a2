package dev.taskcast.commit;

import dev.taskcast.store.StoreException;
import dev.taskcast.time.TaskClock;
import org.jspecify.annotations.Nullable;

/** How the store does, as those see it who use it. Says once that it has gone, and once that it is back. Thread-safe. */
public final class StoreHealth {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private record Outage(StoreException failure, long sinceMillis) {}

    private final TaskClock clock;
    private volatile @Nullable Outage outage;

    /**
     * Well.
     *
     * @param clock wall time
     */
    public StoreHealth(TaskClock clock) {
        this.clock = clock;
    }

    /**
     * Whether the store failed when it was last asked.
     *
     * @return false as long as it answers
     */
    public boolean isDown() {
        return outage != null;
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
     * Since when.
     *
     * @return epoch milliseconds; 0 as long as it answers
     */
    public long downSince() {
        Outage now = outage;
        return now == null ? 0 : now.sinceMillis;
    }

    void down(StoreException failure) {
        Outage before = outage;
        outage = new Outage(failure, before == null ? clock.millis() : before.sinceMillis);
        if (before == null) {
            LOG.log(System.Logger.Level.WARNING, "The task store fails; what is to be kept waits for it", failure);
        }
    }

    void up() {
        Outage before = outage;
        if (before != null) {
            outage = null;
            long seconds = (clock.millis() - before.sinceMillis) / 1_000;
            LOG.log(System.Logger.Level.INFO, "The task store answers again, after " + seconds + " s");
        }
    }
}
