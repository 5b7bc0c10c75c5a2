package dev.taskcast.spring.autoconfigure;

/** A method can't be the handler of tasks that it is marked as. The message says which one, and why. */
public final class HandlerRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HandlerRefusedException(String message) {
        super(message);
    }
}
