package dev.taskcast.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.springframework.session.MapSession;
import org.springframework.session.ReactiveMapSessionRepository;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionStore;
import reactor.core.publisher.Mono;

class WebSessionsTest {
    private static final Clock BEGUN = Clock.systemUTC();

    private final InMemoryWebSessionStore store = new InMemoryWebSessionStore();

    private Sessions sessions() {
        DefaultWebSessionManager manager = new DefaultWebSessionManager();
        manager.setSessionStore(store);
        return WebSessions.of(manager);
    }

    private void advance(Duration time) {
        store.setClock(Clock.offset(BEGUN, time));
    }

    private String begun() {
        WebSession session = Objects.requireNonNull(store.createWebSession().block());
        session.start();
        session.save().block();
        return session.getId();
    }

    @Test
    void toAskForASessionIsNoUseOfIt() {
        String id = begun();
        assertThat(sessions().goesOn(id)).isTrue();
        advance(Duration.ofMinutes(20));
        assertThat(sessions().goesOn(id)).isTrue();
        advance(Duration.ofMinutes(40));

        assertThat(sessions().goesOn(id)).isFalse();
    }

    @Test
    void aSessionThatIsUsedGoesOn() {
        String id = begun();
        advance(Duration.ofMinutes(20));
        assertThat(store.retrieveSession(id).block()).isNotNull();
        advance(Duration.ofMinutes(40));

        assertThat(sessions().goesOn(id)).isTrue();
        store.removeSession(id).block();
        assertThat(sessions().goesOn(id)).isFalse();
    }

    @Test
    void ofAStoreOfTheApplicationsOwnNobodyKnows() {
        DefaultWebSessionManager manager = new DefaultWebSessionManager();
        manager.setSessionStore(new WebSessionStore() {
            private Mono<WebSession> asked() {
                throw new AssertionError("It is asked, which is a use of the session");
            }

            @Override
            public Mono<WebSession> createWebSession() {
                return asked();
            }

            @Override
            public Mono<WebSession> retrieveSession(String id) {
                return asked();
            }

            @Override
            public Mono<Void> removeSession(String id) {
                return asked().then();
            }

            @Override
            public Mono<WebSession> updateLastAccessTime(WebSession session) {
                return asked();
            }
        });
        assertThat(WebSessions.of(manager).goesOn("any")).isTrue();
    }

    @Test
    void springSessionIsAskedByTheId() {
        ReactiveMapSessionRepository repository = new ReactiveMapSessionRepository(new ConcurrentHashMap<>());
        MapSession session = Objects.requireNonNull(repository.createSession().block());
        repository.save(session).block();
        Sessions sessions = WebSessions.of(repository);
        assertThat(sessions.goesOn(session.getId())).isTrue();
        repository.deleteById(session.getId()).block();

        assertThat(sessions.goesOn(session.getId())).isFalse();
    }
}
