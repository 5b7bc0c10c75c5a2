/**
 * What every HTTP server that {@linkplain dev.taskcast.http.TaskEndpoint endpoints} stand on must pass, over real sockets.
 *
 * <p>An adapter of a server takes over all of it by extending {@link dev.taskcast.testkit.http.HttpContract}:
 *
 * <pre>{@code
 * final class MyServerTest extends HttpContract {
 *     @Override
 *     protected Running start(List<TaskEndpoint> endpoints) {
 *         MyServer server = MyServer.start(endpoints, 0);
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
