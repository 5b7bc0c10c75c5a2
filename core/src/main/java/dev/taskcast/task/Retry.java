package dev.taskcast.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a task is tried again that has failed. By default it waits 1 s, then 2, 4, 8 and so on, at the most an hour, each time a
 * random part of that, so that many that fail together do not come back together. Immutable.
 *
 * <p>Final are, by default, an {@link Error} and an {@link IllegalArgumentException}: they fail again. What a rule says of an exception
 * holds for its causes too; the last rule that matches counts.
 */
public final class Retry {
    /** It is not tried again. */
    public static final Retry NONE = new Retry(1, Duration.ofSeconds(1), Duration.ofHours(1), List.of(), false);

    /** The most further attempts. */
    public static final int MAX_TIMES = 1_000;

    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int MAX_CAUSES = 50;
    private static final int MAX_DOUBLINGS = 40;

    private final int maxAttempts;
    private final Duration first;
    private final Duration cap;
    private final List<Rule> rules;
    private final boolean onTimeout;

    private record Rule(Class<? extends Throwable> of, boolean isRetried) {}

    private Retry(int maxAttempts, Duration first, Duration cap, List<Rule> rules, boolean onTimeout) {
        this.maxAttempts = maxAttempts;
        this.first = first;
        this.cap = cap;
        this.rules = List.copyOf(rules);
        this.onTimeout = onTimeout;
    }

    /**
     * As many further attempts.
     *
     * @param further beyond the first one; 1 to {@link #MAX_TIMES}
     * @return with the usual waits
     * @throws IllegalArgumentException if the number is out of range
     */
    public static Retry times(int further) {
        if (further < 1 || further > MAX_TIMES) {
            throw new IllegalArgumentException(
                    "The number of further attempts must be between 1 and " + MAX_TIMES + ", got: " + further);
        }
        return new Retry(further + 1, NONE.first, NONE.cap, List.of(), false);
    }

    /**
     * Waits otherwise.
     *
     * @param wait before the second attempt, and twice as long before each one after that; 1 s by default
     * @param longest the most; an hour by default
     * @return with these waits
     * @throws IllegalArgumentException if one is negative, the first is longer than the longest, or that is longer than a year
     */
    public Retry waits(Duration wait, Duration longest) {
        if (wait.isNegative() || wait.compareTo(longest) > 0 || longest.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "The waits of a retry must be between zero and a year, the first no longer than"
                            + " the longest, got: " + wait + " and " + longest);
        }
        return new Retry(maxAttempts, wait, longest, rules, onTimeout);
    }

    /**
     * Tries again after an exception, or one that has it as a cause.
     *
     * @param type of the exception
     * @return with one more rule
     */
    public Retry on(Class<? extends Throwable> type) {
        return with(new Rule(type, true));
    }

    /**
     * Does not try again after an exception, or one that has it as a cause.
     *
     * @param type of the exception
     * @return with one more rule
     */
    public Retry notOn(Class<? extends Throwable> type) {
        return with(new Rule(type, false));
    }

    private Retry with(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new Retry(maxAttempts, first, cap, more, onTimeout);
    }

    /**
     * Tries again after a run that took too long as well, once its handler has returned.
     *
     * @return with timeouts
     */
    public Retry onTimeout() {
        return new Retry(maxAttempts, first, cap, rules, true);
    }

    /**
     * How many attempts there are.
     *
     * @return the first one included; 1 for none further
     */
    public int maxAttempts() {
        return maxAttempts;
    }

    /**
     * Whether timeouts are tried again.
     *
     * @return false by default
     */
    public boolean isOnTimeout() {
        return onTimeout;
    }

    /**
     * How long to wait after an attempt, as a random part of the longest.
     *
     * @param attempt which one has failed, from 1
     * @return at least zero
     */
    public Duration waitAfter(int attempt) {
        int doublings = Math.clamp(attempt - 1, 0, MAX_DOUBLINGS);
        double grown = (double) first.toMillis() * Math.pow(2, doublings);
        double longest = Math.min((double) cap.toMillis(), grown);
        return Duration.ofMillis((long) (ThreadLocalRandom.current().nextDouble() * longest));
    }

    /**
     * Whether something that was thrown is worth another attempt.
     *
     * @param thrown by the handler
     * @return what the last rule that matches says
     */
    public boolean isWorthwhile(Throwable thrown) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            if (isCausedBy(thrown, rules.get(i).of())) {
                return rules.get(i).isRetried();
            }
        }
        return !isCausedBy(thrown, Error.class) && !isCausedBy(thrown, IllegalArgumentException.class);
    }

    /**
     * How long the handler itself wants to wait.
     *
     * @param thrown by the handler
     * @return empty where it has not said so
     */
    public static Optional<Duration> later(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof RetryLaterException later) {
                return Optional.of(later.delay());
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static boolean isCausedBy(Throwable thrown, Class<? extends Throwable> type) {
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) { // they may go round in a circle
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
