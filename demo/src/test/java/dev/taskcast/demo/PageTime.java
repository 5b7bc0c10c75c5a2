package dev.taskcast.demo;

import com.microsoft.playwright.Clock;
import java.util.concurrent.Callable;

/**
 * The time of pages that were opened with a clock: it goes on by itself, and can be put forward. What a page does after some
 * seconds need not be waited for.
 *
 * @param clock of their profile
 */
record PageTime(Clock clock) {
    /** No more at once: heartbeats of a server do not come faster. */
    private static final int STEP_MILLIS = 100;

    /** Lets some of it pass. */
    void pass(int millis) {
        clock.fastForward(millis);
    }

    /** Lets it pass until something is so. */
    void passUntil(Callable<Boolean> condition) {
        Runs.until(() -> {
            if (condition.call()) {
                return true;
            }
            pass(STEP_MILLIS);
            return false;
        });
    }
}
