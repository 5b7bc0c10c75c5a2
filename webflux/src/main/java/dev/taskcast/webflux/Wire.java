package dev.taskcast.webflux;

import io.netty.buffer.ByteBuf;
import org.reactivestreams.Publisher;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * How a stream is written, by Reactor Netty's own response. What is written by Spring's is asked for in advance there: 128 pieces, whether or
 * not the connection takes any. And Spring has no way to end a connection that takes nothing.
 */
record Wire(ServerHttpResponse response, HttpServerResponse own) {
    /**
     * Of a response.
     *
     * @throws IllegalStateException if the server is another one
     */
    static Wire of(ServerHttpResponse response) {
        Object own = ServerHttpResponseDecorator.getNativeResponse(response);
        if (own instanceof HttpServerResponse netty) {
            return new Wire(response, netty);
        }
        throw new IllegalStateException(
                "The server must be Reactor Netty, got: " + own.getClass().getName());
    }

    /**
     * Sends the head, then each piece, which is asked for once the connection has taken the one before.
     *
     * @return done once all is taken
     */
    Mono<Void> send(Publisher<ByteBuf> pieces) {
        return response.setComplete() // Spring's part: session, cookies, whatever else comes before the head
                .then(Mono.defer(() -> own.sendHeaders().then()))
                .thenMany(Flux.from(pieces).concatMap(this::write, 0))
                .then();
    }

    /** Done once the connection has taken it. Without a predicate a single buffer would be a whole response. */
    private Mono<Void> write(ByteBuf piece) {
        return own.send(Mono.just(piece), each -> true).then();
    }

    /** Ends the connection at once. From any thread. */
    void close() {
        own.withConnection(connection -> {
            var ignored = connection.channel().close();
        });
    }
}
