package dev.taskcast.testkit.http;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * What every HTTP server that endpoints stand on must pass, whatever it is made of: streams and actions as the protocol says,
 * HTTP/1.1 on its connections, the protocol's limits, whatever bytes are sent, and being on time under load. Each test
 * starts a server of its own and talks to it over sockets. Those of a minute and more are tagged {@code long}.
 *
 * <p>A server for the tests must take at least 1,000 connections and streams at once, and cut no stream within two minutes.
 */
public abstract class HttpContract
        implements StreamContract,
                RequestContract,
                ThrowableContract,
                ConnectionContract,
                LimitContract,
                FuzzContract,
                LoadContract {
    private final List<Running> servers = new ArrayList<>();
    private @Nullable TaskManager tasks;

    /**
     * A server that listens on the IPv4 loopback.
     *
     * @param port where
     * @param close ends it; may be called when a manager of its endpoints has been closed
     */
    public record Running(int port, Runnable close) {}

    /** A test of a server. */
    protected HttpContract() {}

    /**
     * Starts a server on any free port of the IPv4 loopback.
     *
     * @param endpoints what stands on it, each with a path of its own; a request goes to the one with the longest path that it
     *     is below of
     * @return a server that listens
     */
    protected abstract Running start(List<TaskEndpoint> endpoints);

    @Override
    public final TaskManager tasks() {
        if (tasks == null) {
            tasks = TaskManager.create();
        }
        return tasks;
    }

    @Override
    public final int serve(TaskEndpoint... endpoints) {
        Running server = start(List.of(endpoints));
        servers.add(server);
        return server.port();
    }

    @AfterEach
    final void closeAll() {
        servers.forEach(server -> server.close().run());
        if (tasks != null) {
            tasks.close();
        }
    }
}
