package dev.taskcast.server;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;

/** What the parts of the {@link HttpContract} need. */
interface Served {
    /** A manager with this test's life. */
    TaskManager tasks();

    /**
     * Starts a server with this test's life.
     *
     * @return its port
     */
    int serve(TaskEndpoint... endpoints);

    default int serve() {
        return serve(TaskEndpoint.builder(tasks()).build());
    }
}
