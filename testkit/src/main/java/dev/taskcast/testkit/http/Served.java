package dev.taskcast.testkit.http;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;

/** What the parts of the {@link EndpointContract} need. */
interface Served {
    /**
     * A manager with this test's life.
     *
     * @return always the same one
     */
    TaskManager tasks();

    /**
     * Starts a server with this test's life.
     *
     * @param endpoint what stands on it
     * @return its port
     */
    int serve(TaskEndpoint endpoint);

    /**
     * Starts a server for {@link #tasks} under {@code /tasks}.
     *
     * @return its port
     */
    default int serve() {
        return serve(TaskEndpoint.builder(tasks()).build());
    }
}
