package dev.taskcast.task;

import java.time.Duration;

/**
 * Thrown by a handler that can't do its work now, and knows when: a service has answered 429, say. The task waits for so long and is run
 * again, whatever its options say of retries, and no attempt is used up.
 */
public class RetryLaterException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Duration LONGEST = Duration.ofDays(365);

    /** How long to wait. */
    private final Duration delay;

    /**
     * Waits.
     *
     * @param delay for how long
     * @throws IllegalArgumentException if it is negative or longer than a year
     */
    public RetryLaterException(Duration delay) {
        this("To be run again in " + delay, delay);
    }

    /**
     * Waits, and says why.
     *
     * @param message for people
     * @param delay for how long
     * @throws IllegalArgumentException if it is negative or longer than a year
     */
    public RetryLaterException(String message, Duration delay) {
        super(message);
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A delay must be between zero and a year, got: " + delay);
        }
        this.delay = delay;
    }

    /**
     * How long to wait.
     *
     * @return at least zero
     */
    public Duration delay() {
        return delay;
    }
}
