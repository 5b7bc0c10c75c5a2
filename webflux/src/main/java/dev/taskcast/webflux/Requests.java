package dev.taskcast.webflux;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Caller;
import dev.taskcast.http.host.HeldRequest;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/** Copies of requests. The endpoint's path counts from the context path of the application on. */
final class Requests {
    private Requests() {}

    /** Whether a request is for an endpoint. Nothing is decoded: a path that is written in another way is another one. */
    static boolean isOf(TaskEndpoint endpoint, ServerHttpRequest request) {
        return endpoint.owns(path(request));
    }

    private static String path(ServerHttpRequest request) {
        return request.getPath().pathWithinApplication().value();
    }

    /** Copies a request that is {@linkplain #isOf for} an endpoint, without its body. */
    static HeldRequest hold(ServerHttpRequest request, Caller caller, TaskEndpoint endpoint) {
        String query = request.getURI().getRawQuery();
        HeldRequest.Target target = new HeldRequest.Target(
                request.getPath().contextPath().value() + endpoint.path(), path(request), query == null ? "" : query);
        List<String> fields = new ArrayList<>();
        request.getHeaders()
                .forEach((name, values) -> values.forEach(value -> {
                    fields.add(name);
                    fields.add(value);
                }));
        InetSocketAddress from = request.getRemoteAddress();
        if (from != null
                && from.isUnresolved()) { // of a header that Spring has taken out: a proxy says that it asks for
            // somebody
            fields.add("Forwarded");
            fields.add("for=\"" + from.getHostString() + "\"");
        }
        // With HTTP/2 the server leaves out what is not for it.
        return new HeldRequest(request.getMethod().name(), target, fields, new HeldRequest.Origin(true, caller));
    }

    /** Who a request is from. Its session is looked for only where somebody is logged in: no other one says anything. */
    static Mono<Caller> caller(ServerWebExchange exchange) {
        String address = address(exchange.getRequest().getRemoteAddress());
        return exchange.getPrincipal()
                .flatMap(principal -> exchange.getSession()
                        .filter(WebSession::isStarted)
                        .map(session -> new Caller(principal, address, session.getId()))
                        .defaultIfEmpty(new Caller(principal, address, null)))
                .defaultIfEmpty(new Caller(null, address, null));
    }

    /** Of a proxy's header the server may have a name, which is not looked up. */
    private static String address(@Nullable InetSocketAddress from) {
        if (from == null) {
            return "";
        }
        return from.isUnresolved() ? from.getHostString() : from.getAddress().getHostAddress();
    }
}
