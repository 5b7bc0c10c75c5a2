package dev.taskcast.spring.autoconfigure;

import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.WebSessionIdResolver;
import reactor.core.publisher.Mono;

/**
 * Tells of logouts in WebFlux, where there are no listeners of sessions, nor events. It looks whether somebody is still logged in once a
 * request is answered that may have logged them out: one that comes with the id of a session, and is no mere question or somebody watches in
 * that session. A session that expires is found by {@link WebSessions}. Thread-safe.
 */
final class LoginFilter implements WebFilter, Ordered {
    /** Around Spring Security, which has -100. */
    private static final int ORDER = -200;

    private final Logins logins;
    private final WebSessionIdResolver ids;

    LoginFilter(Logins logins, WebSessionIdResolver ids) {
        this.logins = logins;
        this.ids = ids;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Mono<Void> answered = chain.filter(exchange);
        List<String> sessions = ids.resolveSessionIds(exchange);
        return sessions.isEmpty() ? answered : answered.then(Mono.defer(() -> look(exchange, sessions.getFirst())));
    }

    private Mono<Void> look(ServerWebExchange exchange, String before) {
        HttpMethod method = exchange.getRequest().getMethod();
        boolean isQuestion = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        return isQuestion && !logins.isWatched(before)
                ? Mono.empty()
                : exchange.getSession()
                        .doOnNext(session -> tell(session, before))
                        .then();
    }

    /** Logged in and out, a session gets another id. */
    private void tell(WebSession session, String before) {
        if (!isLoggedIn(session)) {
            logins.left(before);
        } else if (session.getId().equals(before)) {
            logins.entered(before);
        } else {
            logins.moved(before, session.getId());
        }
    }

    /** By what Spring Security keeps in it, under whatever name. */
    private static boolean isLoggedIn(WebSession session) {
        return session.isStarted()
                && !session.isExpired()
                && session.getAttributes().values().stream().anyMatch(SecurityContext.class::isInstance);
    }
}
