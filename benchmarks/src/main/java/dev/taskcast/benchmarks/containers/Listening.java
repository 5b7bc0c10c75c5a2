package dev.taskcast.benchmarks.containers;

/**
 * A server on loopback.
 *
 * @param port where
 * @param stop ends it
 */
public record Listening(int port, Runnable stop) {
    /** Something that may fail. */
    interface Step {
        void run() throws Exception;
    }

    static Runnable unchecked(Step step) {
        return () -> {
            try {
                step.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
