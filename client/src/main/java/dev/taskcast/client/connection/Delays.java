package dev.taskcast.client.connection;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next try.
 *
 * @param first the ceiling of the random time after the first failure
 * @param longest what the ceiling grows to, doubling with each failure in a row
 * @param maxRetries how many times in a row to try again; empty for ever
 */
public record Delays(Duration first, Duration longest, OptionalInt maxRetries) {
    /** No wait is longer, whoever asks for it: 23 days. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(2_000_000);

    /** However little a stream asks for: a server that ends each at once is not asked without a pause. */
    private static final long LEAST_RETRY_MILLIS = 10;

    /** The defaults: up to a second, growing to half a minute, for ever. */
    public static final Delays DEFAULT = new Delays(Duration.ofSeconds(1), Duration.ofSeconds(30), OptionalInt.empty());

    /** Checks the times. */
    public Delays {
        require("A reconnect delay", first);
        require("A longest reconnect delay", longest);
        if (maxRetries.isPresent() && maxRetries.getAsInt() < 0) {
            throw new IllegalArgumentException("maxRetries must not be negative, got: " + maxRetries.getAsInt());
        }
    }

    private static void require(String what, Duration delay) {
        if (!delay.isPositive() || delay.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(
                    what + " must be above zero and at most " + LONGEST_WAIT.toDays() + " days, got: " + delay);
        }
    }

    /** Whether so many failures in a row were too many. */
    boolean isExhausted(int failures) {
        return maxRetries.isPresent() && failures > maxRetries.getAsInt();
    }

    /**
     * How long to wait.
     *
     * @param failures how many there were in a row, from 1
     * @param retryMillis what the stream said, or null
     * @param retryAfter what the answer said, or null
     * @param random draws from 0 to 1
     */
    Duration next(int failures, @Nullable Long retryMillis, @Nullable Duration retryAfter, RandomGenerator random) {
        if (retryMillis != null) {
            return Duration.ofMillis(Math.clamp(retryMillis, LEAST_RETRY_MILLIS, LONGEST_WAIT.toMillis()));
        }
        double grown = (double) first.toMillis() * Math.pow(2, Math.min(failures - 1, 60));
        double ceiling = Math.min((double) longest.toMillis(), grown);
        Duration drawn = Duration.ofMillis((long) (random.nextDouble() * ceiling));
        Duration all = retryAfter == null ? drawn : drawn.plus(retryAfter);
        return all.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : all;
    }
}
