package dev.taskcast.testkit.http;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * What every host of an endpoint must pass, whatever HTTP server is below it: a servlet container, a framework, or one of its own.
 * Requests reach the endpoint, and its answers the client; streams are live and end with a goodbye; what the application throws harms
 * nobody; and all is on time under load. Each test starts a host of its own and talks to it over sockets. Those of a minute and more are
 * tagged {@code long}.
 *
 * <p>It leaves open what such a server does by itself: its connections, what it takes for HTTP, headers that it adds. A server for which
 * that is Taskcast's own affair passes the {@link HttpContract}.
 *
 * <p>A host for the tests must take at least 1,000 connections and streams at once, and cut no stream within two minutes.
 */
public abstract class EndpointContract implements StreamContract, RequestContract, ThrowableContract, LoadContract {
    private final List<Running> servers = new ArrayList<>();
    private @Nullable TaskManager tasks;

    /**
     * A server that listens on the IPv4 loopback.
     *
     * @param port where
     * @param close ends it; may be called when a manager of its endpoints has been closed
     */
    public record Running(int port, Runnable close) {}

    /** A test of a host. */
    protected EndpointContract() {}

    /**
     * Starts a server on any free port of the IPv4 loopback.
     *
     * @param endpoint what stands on it, under its own path
     * @return a server that listens
     */
    protected abstract Running start(TaskEndpoint endpoint);

    @Override
    public final TaskManager tasks() {
        if (tasks == null) {
            tasks = TaskManager.create();
        }
        return tasks;
    }

    @Override
    public final int serve(TaskEndpoint endpoint) {
        return serve(start(endpoint));
    }

    /** Gives a server this test's life. */
    final int serve(Running server) {
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
