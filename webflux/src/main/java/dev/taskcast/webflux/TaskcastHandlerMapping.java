package dev.taskcast.webflux;

import org.springframework.core.Ordered;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Leads to a {@link TaskcastWebHandler} whatever is for its endpoint, before the application's own controllers, routes and files, and after
 * what has a place of its own, such as Actuator. As a bean of an application it is all that is needed. The preflight requests of browsers are
 * the endpoint's too: Spring's settings for CORS do not count for it. Thread-safe.
 */
public final class TaskcastHandlerMapping implements HandlerMapping, Ordered {
    private final TaskcastWebHandler handler;

    /**
     * To a handler.
     *
     * @param handler answers
     */
    public TaskcastHandlerMapping(TaskcastWebHandler handler) {
        this.handler = handler;
    }

    /** Before functions ({@code -1}) and annotated controllers (0). */
    @Override
    public int getOrder() {
        return -2;
    }

    /**
     * Finds the handler.
     *
     * @param exchange a request
     * @return the handler where the request is for its endpoint; empty else
     */
    @Override
    public Mono<Object> getHandler(ServerWebExchange exchange) {
        if (!handler.owns(exchange.getRequest())) {
            return Mono.empty();
        }
        // To Spring these are answered by finding a handler: it does not call it.
        return CorsUtils.isPreFlightRequest(exchange.getRequest())
                ? handler.handle(exchange).thenReturn(handler)
                : Mono.just(handler);
    }
}
