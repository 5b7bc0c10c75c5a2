package dev.taskcast.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thrown where something was to be kept and the store could not be reached for {@code storeTimeout}. Nothing was
 * acknowledged, and nothing has happened, with one exception: where the connection broke in the very moment of the commit,
 * it may have gone through. A submit with an id of the caller's own can be repeated safely: the id is taken then.
 */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Duration waited;

    /**
     * Made by the manager.
     *
     * @param waited how long
     * @param reason what the store says, or null where it has just not answered
     */
    public StoreUnavailableException(Duration waited, @Nullable Throwable reason) {
        super(
                "The task store did not answer for " + waited.toMillis() + " ms"
                        + (reason == null ? "" : ": " + reason.getMessage()),
                reason);
        this.waited = waited;
    }

    /**
     * How long the caller has waited.
     *
     * @return {@code storeTimeout}, or a little more
     */
    public Duration waited() {
        return waited;
    }
}
