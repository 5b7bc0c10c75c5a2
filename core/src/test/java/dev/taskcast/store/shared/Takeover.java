package dev.taskcast.store.shared;

import java.util.List;

/**
 * A node has ended a run of another one that had not taken its leave.
 *
 * @param id of the task
 * @param run which
 * @param node whose run it was
 * @param atNanos when it was kept
 * @param decidedAfterNanos the end of the call before: it was decided later than that
 * @param seen what the one that has taken it had seen of the other
 */
public record Takeover(
        String id, int run, String node, long atNanos, long decidedAfterNanos, List<Sightings.Silence> seen) {

    /**
     * Whether the other one was seen to say nothing for a lease, and what was found by that was not old when it was decided.
     *
     * @param leaseNanos for how long at least
     * @param freshNanos for how long it counts
     * @return whether all was as it is to be
     */
    public boolean isOfNodeThatWasSilentFor(long leaseNanos, long freshNanos) {
        return seen.stream()
                .filter(silence -> silence.isFor(leaseNanos))
                .anyMatch(silence -> silence.isFreshAt(decidedAfterNanos, freshNanos));
    }

    /** The last sign of the other one that was old by then. */
    long oldSign(long leaseNanos) {
        return seen.stream()
                .filter(silence -> silence.isFor(leaseNanos))
                .mapToLong(Sightings.Silence::sign)
                .max()
                .orElse(Long.MIN_VALUE);
    }
}
