package dev.taskcast.http.host;

import java.time.Duration;

/**
 * What holds for the requests of a host. Immutable.
 *
 * @param maxStreams how many streams there may be at once; at least 1
 * @param requestDeadline how long a body may take to come; above zero
 * @param writeDeadline how long a connection may take nothing, and an answer may take to be taken; above zero
 * @param maxStreamAge how long a stream may last, give or take a tenth; above zero
 */
public record HostSettings(int maxStreams, Duration requestDeadline, Duration writeDeadline, Duration maxStreamAge) {
    /** 10,000 streams; 30 s, 90 s and one hour. */
    public static final HostSettings DEFAULTS =
            new HostSettings(10_000, Duration.ofSeconds(30), Duration.ofSeconds(90), Duration.ofHours(1));

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if one is not as it must be; a duration may be a year at the most
     */
    public HostSettings {
        if (maxStreams < 1) {
            throw new IllegalArgumentException("maxStreams must be at least 1, got: " + maxStreams);
        }
        check("requestDeadline", requestDeadline);
        check("writeDeadline", writeDeadline);
        check("maxStreamAge", maxStreamAge);
    }

    private static void check(String what, Duration value) {
        if (value.isZero() || value.isNegative() || value.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException(what + " must be between zero and a year, got: " + value);
        }
    }

    /**
     * The same with another number of streams.
     *
     * @param max at least 1
     * @return settings
     * @throws IllegalArgumentException if it is less
     */
    public HostSettings withMaxStreams(int max) {
        return new HostSettings(max, requestDeadline, writeDeadline, maxStreamAge);
    }

    /**
     * The same with another deadline for bodies.
     *
     * @param deadline above zero
     * @return settings
     * @throws IllegalArgumentException if it is not
     */
    public HostSettings withRequestDeadline(Duration deadline) {
        return new HostSettings(maxStreams, deadline, writeDeadline, maxStreamAge);
    }

    /**
     * The same with another deadline for connections that take nothing.
     *
     * @param deadline above zero
     * @return settings
     * @throws IllegalArgumentException if it is not
     */
    public HostSettings withWriteDeadline(Duration deadline) {
        return new HostSettings(maxStreams, requestDeadline, deadline, maxStreamAge);
    }

    /**
     * The same with another age of streams.
     *
     * @param age above zero
     * @return settings
     * @throws IllegalArgumentException if it is not
     */
    public HostSettings withMaxStreamAge(Duration age) {
        return new HostSettings(maxStreams, requestDeadline, writeDeadline, age);
    }
}
