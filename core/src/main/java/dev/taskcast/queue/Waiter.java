package dev.taskcast.queue;

/**
 * A task that waits. Within a lane the order is that of {@code readyAt}, then {@code since}, then {@code created}; no two
 * that wait at once have the same three.
 *
 * @param id its id
 * @param created the position of the event that made it
 * @param since the position at which it began to wait
 * @param readyAt from when on it may start, in milliseconds of the store's clock: when it began to wait, or later
 * @param lane what decides when it may run
 * @param isRetry whether it waits for its next attempt
 */
public record Waiter(String id, long created, long since, long readyAt, Lane lane, boolean isRetry) {
    /**
     * One that has not failed.
     *
     * @param id its id
     * @param created the position of the event that made it
     * @param since the position at which it began to wait
     * @param readyAt from when on it may start
     * @param lane what decides when it may run
     */
    public Waiter(String id, long created, long since, long readyAt, Lane lane) {
        this(id, created, since, readyAt, lane, false);
    }

    /** Whether this one began to wait earlier. */
    boolean isBefore(Waiter other) {
        return compare(this, other) < 0;
    }

    /** The order within a lane. */
    static int compare(Waiter a, Waiter b) {
        int order = Long.compare(a.readyAt, b.readyAt);
        order = order == 0 ? Long.compare(a.since, b.since) : order;
        return order == 0 ? Long.compare(a.created, b.created) : order;
    }
}
