package dev.taskcast.webflux;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Caller;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.host.EndpointHost;
import dev.taskcast.http.host.HeldRequest;
import dev.taskcast.http.host.HostBuilder;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/**
 * An {@linkplain TaskEndpoint endpoint} as a handler of Spring WebFlux, on Reactor Netty. It stands at the endpoint's path, below the context
 * path of the application. A {@link TaskcastHandlerMapping} leads to it.
 *
 * <p>Until it is closed it has up to four threads that write, and up to eight, while they are needed, on which requests are answered and the
 * application's {@link dev.taskcast.http.access.Access} is asked: never an event loop. What Spring knew of who asks is
 * {@link dev.taskcast.http.exchange.Request#caller}. It ends when it is {@linkplain #close closed}, or when the manager of its endpoint is,
 * and then tells its viewers to come back.
 *
 * <p>Thread-safe. An endpoint may have several handlers; each has limits of its own.
 */
public final class TaskcastWebHandler implements WebHandler, AutoCloseable {
    private final EndpointHost host;

    private TaskcastWebHandler(EndpointHost host) {
        this.host = host;
    }

    /**
     * Starts from the defaults.
     *
     * @param endpoint what it serves
     * @return a builder, not thread-safe
     */
    public static Builder builder(TaskEndpoint endpoint) {
        return new Builder(endpoint);
    }

    /** Whether a request is for the endpoint. */
    boolean owns(ServerHttpRequest request) {
        return Requests.isOf(host.endpoint(), request);
    }

    /**
     * Answers a request of any method.
     *
     * @param exchange one that is for the endpoint; another one is answered with 404
     * @return done when the answer is sent or the stream has ended
     */
    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        return Requests.caller(exchange)
                .flatMap(caller -> answer(exchange.getRequest(), exchange.getResponse(), caller));
    }

    private Mono<Void> answer(ServerHttpRequest request, ServerHttpResponse response, Caller caller) {
        TaskEndpoint endpoint = host.endpoint();
        HeldRequest held = Requests.hold(request, caller, endpoint);
        if (!owns(request)) {
            return Heads.write(response, Problem.NOT_FOUND.reply(), held, endpoint, false);
        }
        if (host.isClosed()) {
            return Heads.write(response, host.refuse(held, Problem.CLOSED), held, endpoint, false);
        }
        if (Body.isRefusedUnread(request)) {
            return Heads.write(response, host.refuse(held, Problem.BODY_TOO_LARGE), held, endpoint, true);
        }
        return Exchange.of(host, held, request, response);
    }

    /**
     * Says goodbye to the viewers, has requests under way answered, and ends the threads: within a second where no request hangs, and
     * within a few seconds in any case. From then on requests are answered with 503. To be called before the server is shut down, which
     * would wait for the streams. Idempotent; a second caller waits for the first.
     */
    @Override
    public void close() {
        host.close();
    }

    /** Whether no request and no stream is left. */
    boolean isIdle() {
        return host.isIdle();
    }

    /** Collects a handler's settings. Not thread-safe. */
    public static final class Builder extends HostBuilder<Builder> {
        private final TaskEndpoint endpoint;

        private Builder(TaskEndpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Starts the handler, with its threads.
         *
         * @return to be closed
         * @throws IllegalStateException if the manager of the endpoint is closed
         */
        public TaskcastWebHandler start() {
            return new TaskcastWebHandler(EndpointHost.start(endpoint, settings(), "taskcast-webflux"));
        }
    }
}
