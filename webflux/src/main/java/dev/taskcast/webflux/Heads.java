package dev.taskcast.webflux;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.host.HeldRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/** Heads of answers, and whole answers. */
final class Heads {
    private Heads() {}

    /**
     * Sets the status and headers of an answer.
     *
     * @param isLast whether its connection ends with it
     */
    static void put(ServerHttpResponse to, Reply reply, HeldRequest request, TaskEndpoint endpoint, boolean isLast) {
        to.setStatusCode(HttpStatusCode.valueOf(reply.status()));
        HttpHeaders headers = to.getHeaders();
        reply.headers()
                .forEach((name, value) ->
                        headers.set(name, name.equals("Location") ? request.outside(value, endpoint) : value));
        if (isLast) {
            headers.set("Connection", "close");
        }
        if (reply instanceof Reply.Full full && full.status() != HttpStatus.NO_CONTENT.value()) {
            headers.setContentLength(full.body().length);
        }
    }

    /** Answers. */
    static Mono<Void> write(
            ServerHttpResponse to, Reply.Full reply, HeldRequest request, TaskEndpoint endpoint, boolean isLast) {
        put(to, reply, request, endpoint, isLast);
        return request.isHead() || reply.body().length == 0
                ? to.setComplete()
                : to.writeWith(Mono.fromSupplier(() -> to.bufferFactory().wrap(reply.body())));
    }
}
