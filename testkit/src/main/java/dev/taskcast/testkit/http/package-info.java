/**
 * What every HTTP server that {@linkplain dev.taskcast.http.TaskEndpoint endpoints} stand on must pass, over real sockets.
 *
 * <p>An adapter of a server takes over all of it by extending {@link dev.taskcast.testkit.http.EndpointContract}; or {@link
 * dev.taskcast.testkit.http.HttpContract}, where the server is made for endpoints and for nothing else:
 *
 * <pre>{@code
 * final class MyServerTest extends EndpointContract {
 *     @Override
 *     protected Running start(TaskEndpoint endpoint) {
 *         MyServer server = MyServer.start(endpoint, 0);
 *         return new Running(server.port(), server::stop);
 *     }
 * }
 * }</pre>
 *
 * What only that server promises (its own limits, how it is closed) is tested beside it, with the same
 * {@link dev.taskcast.testkit.http.RawClient} and {@link dev.taskcast.testkit.http.Watcher}.
 */
@NullMarked
package dev.taskcast.testkit.http;

import org.jspecify.annotations.NullMarked;
