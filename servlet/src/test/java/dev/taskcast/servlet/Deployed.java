package dev.taskcast.servlet;

/**
 * A servlet in a container that listens on the IPv4 loopback.
 *
 * @param port where
 * @param undeploy takes the application away, and leaves the container
 * @param stop ends all of it
 */
record Deployed(int port, Runnable undeploy, Runnable stop) implements AutoCloseable {
    @Override
    public void close() {
        stop.run();
    }

    /** Something of a container. */
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
