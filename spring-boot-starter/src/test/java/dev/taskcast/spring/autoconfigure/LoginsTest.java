package dev.taskcast.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoginsTest {
    private final AtomicInteger changes = new AtomicInteger();
    private final Logins logins = new Logins(changes::incrementAndGet, Sessions.TELLING);
    private final SessionListener listener = new SessionListener(logins);

    private static HttpSessionEvent of(String id) {
        HttpSession session = (HttpSession) Proxy.newProxyInstance(
                LoginsTest.class.getClassLoader(), new Class<?>[] {HttpSession.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("getId");
                    return id;
                });
        return new HttpSessionEvent(session);
    }

    @Test
    void endsWithItsSession() {
        Logins.Login login = logins.of("a");
        Logins.Login other = logins.of("b");
        assertThat(logins.of("a")).isSameAs(login);
        listener.sessionDestroyed(of("a"));

        assertThat(login.isOver()).isTrue();
        assertThat(other.isOver()).isFalse();
        assertThat(changes).hasValue(1);
    }

    @Test
    void staysWithItsSessionWhenThatGetsAnotherId() {
        Logins.Login login = logins.of("a");
        listener.sessionIdChanged(of("b"), "a");
        assertThat(logins.of("b")).isSameAs(login);
        listener.sessionDestroyed(of("b"));

        assertThat(login.isOver()).isTrue();
    }

    @Test
    void isOverWhereItsSessionHasEndedBeforeItWasAskedFor() {
        listener.sessionDestroyed(of("a"));

        assertThat(logins.of("a").isOver()).isTrue();
        assertThat(changes).as("nobody was watching").hasValue(0);
    }

    @Test
    void withoutASessionIsItsOwn() {
        assertThat(logins.of(null)).isNotSameAs(logins.of(null));
    }

    /** Of a session that tells nothing of its end. */
    @Test
    void isOverWhereItsSessionIsNoLongerThere() {
        Set<String> there = new HashSet<>(Set.of("a"));
        Logins asking = new Logins(changes::incrementAndGet, there::contains);
        Logins.Login login = asking.of("a");
        Logins.Login begun = asking.of("b");
        assertThat(login.isOver()).isFalse();
        there.remove("a");

        assertThat(login.isOver()).isTrue();
        assertThat(begun.isOver()).as("which is not kept yet").isFalse();
    }

    @Test
    void asksForItsSessionByTheNewestId() {
        Set<String> there = new HashSet<>(Set.of("a"));
        Logins asking = new Logins(changes::incrementAndGet, there::contains);
        Logins.Login login = asking.of("a");
        assertThat(login.isOver()).isFalse();
        there.remove("a");
        there.add("b");
        asking.moved("a", "b");

        assertThat(login.isOver()).isFalse();
        there.remove("b");
        assertThat(login.isOver()).isTrue();
    }
}
