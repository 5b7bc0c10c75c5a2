package dev.taskcast.http.host;

import java.time.Duration;

/**
 * What can be set of every host, before it is made. Not thread-safe.
 *
 * @param <B> the host's own builder
 */
public abstract class HostBuilder<B extends HostBuilder<B>> {
    private HostSettings settings = HostSettings.DEFAULTS;

    /** With {@link HostSettings#DEFAULTS}. */
    protected HostBuilder() {}

    /**
     * The host's own builder.
     *
     * @return this
     */
    protected abstract B self();

    /**
     * What was set.
     *
     * @return for the host
     */
    protected HostSettings settings() {
        return settings;
    }

    /**
     * Sets all at once.
     *
     * @param all {@link HostSettings#DEFAULTS} by default
     * @return this
     */
    public B settings(HostSettings all) {
        settings = all;
        return self();
    }

    /**
     * How many streams there may be at once: one more is answered with 503. What is below may take fewer connections.
     *
     * @param max 10,000 by default; at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public B maxStreams(int max) {
        return settings(settings.withMaxStreams(max));
    }

    /**
     * How long a connection may take nothing of what it is to be sent before its response is ended. Its viewer comes back and
     * goes on where it was. What is below may have a shorter deadline of its own.
     *
     * @param deadline 90 s by default
     * @return this
     * @throws IllegalArgumentException if it is not above zero
     */
    public B writeDeadline(Duration deadline) {
        return settings(settings.withWriteDeadline(deadline));
    }

    /**
     * How long a stream may last, give or take a tenth, before its viewer is told to come back: so that a viewer does
     * not stay on one server of many for ever.
     *
     * @param age one hour by default
     * @return this
     * @throws IllegalArgumentException if it is not above zero
     */
    public B maxStreamAge(Duration age) {
        return settings(settings.withMaxStreamAge(age));
    }
}
