package dev.taskcast.spring.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionManager;

/**
 * The sessions of WebFlux, which has no event for their end. {@code WebSessionStore} has nothing to be asked without effect: to retrieve a
 * session counts as a use of it. So only those places are asked that have something else.
 */
final class WebSessions {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    private WebSessions() {}

    /** In the memory of the process, which is the default. A store of the application's own is not asked. */
    static Sessions of(@Nullable WebSessionManager manager) {
        return manager instanceof DefaultWebSessionManager usual
                        && usual.getSessionStore() instanceof InMemoryWebSessionStore store
                ? id -> {
                    WebSession session = store.getSessions().get(id);
                    return session != null && !session.isExpired();
                }
                : Sessions.TELLING;
    }

    /** Kept by Spring Session, over several nodes too. Where it does not answer, what is thrown is the answer: no. */
    static Sessions of(ReactiveSessionRepository<?> repository) {
        return id -> Boolean.TRUE.equals(repository.findById(id).hasElement().block(LONGEST_ANSWER));
    }
}
