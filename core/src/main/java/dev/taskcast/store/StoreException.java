package dev.taskcast.store;

import org.jspecify.annotations.Nullable;

/**
 * A store can't do what it was asked for just now: it can't be reached, is full, may not be written. Asked again later it
 * may.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Made by stores.
     *
     * @param message what can't be done and why, for operators
     * @param cause what the driver said, or null
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
