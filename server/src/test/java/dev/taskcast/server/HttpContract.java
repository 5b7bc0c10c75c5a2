package dev.taskcast.server;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What every server that endpoints stand on must pass, whatever it is made of. Its parts hold the tests. */
abstract class HttpContract
        implements StreamContract, RequestContract, ConnectionContract, LimitContract, FuzzContract, LoadContract {
    private final List<Running> servers = new ArrayList<>();
    private @Nullable TaskManager tasks;

    /** A server that listens on the IPv4 loopback. */
    interface Running {
        int port();

        void close();
    }

    /** Starts a server on any free port. */
    abstract Running start(List<TaskEndpoint> endpoints);

    @Override
    public TaskManager tasks() {
        if (tasks == null) {
            tasks = TaskManager.create();
        }
        return tasks;
    }

    @Override
    public int serve(TaskEndpoint... endpoints) {
        Running server = start(List.of(endpoints));
        servers.add(server);
        return server.port();
    }

    @AfterEach
    void closeAll() {
        servers.forEach(Running::close);
        if (tasks != null) {
            tasks.close();
        }
    }
}
