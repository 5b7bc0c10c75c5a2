package dev.taskcast.http.pump;

import dev.taskcast.time.TaskClock;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What holds for every stream of a server.
 *
 * @param count how many there are
 * @param writeDeadlineNanos how long a connection may take nothing before it is closed
 * @param maxAgeNanos how long a stream may last before its viewer is told to come back
 * @param questions runs what has to be asked of the application
 * @param clock measures the two
 */
public record StreamLimits(
        StreamCount count, long writeDeadlineNanos, long maxAgeNanos, Executor questions, TaskClock clock) {
    /** When a stream that begins now is to end: give or take a tenth, so that those which began together don't. */
    long end() {
        double share = 0.9 + ThreadLocalRandom.current().nextDouble(0.2);
        return clock.nanos() + (long) (maxAgeNanos * share);
    }
}
