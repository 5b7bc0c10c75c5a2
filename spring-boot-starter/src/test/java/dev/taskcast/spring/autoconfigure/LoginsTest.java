package dev.taskcast.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoginsTest {
    private final AtomicInteger changes = new AtomicInteger();
    private final Logins logins = new Logins(changes::incrementAndGet);
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
}
