package dev.taskcast.testkit.http;

import dev.taskcast.http.TaskEndpoint;
import java.util.List;

/**
 * What an HTTP server that is made for endpoints must pass beyond the {@link EndpointContract}: several endpoints on it, HTTP/1.1 on its
 * connections, the protocol's limits, and whatever bytes are sent.
 */
public abstract class HttpContract extends EndpointContract
        implements TogetherContract, ConnectionContract, LimitContract, FuzzContract {
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
    protected final Running start(TaskEndpoint endpoint) {
        return start(List.of(endpoint));
    }

    @Override
    public final int serveAll(TaskEndpoint... endpoints) {
        return serve(start(List.of(endpoints)));
    }
}
