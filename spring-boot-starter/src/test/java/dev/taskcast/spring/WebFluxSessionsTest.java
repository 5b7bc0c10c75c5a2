package dev.taskcast.spring;

import static dev.taskcast.spring.Web.as;
import static dev.taskcast.spring.Web.at;
import static dev.taskcast.spring.Web.logIn;
import static dev.taskcast.spring.Web.until;
import static dev.taskcast.spring.Web.watch;
import static dev.taskcast.spring.Web.works;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.SubmitOptions;
import java.io.BufferedReader;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.ReactiveMapSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.config.annotation.web.server.EnableSpringWebSession;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionManager;

/** Who watches in WebFlux in a session that ends without a word. */
class WebFluxSessionsTest {
    @Configuration(proxyBeanMethods = false)
    @EnableSpringWebSession
    static class WithSpringSession extends WebFluxTest.Secured {
        @Bean
        Map<String, Session> sessions() {
            return new ConcurrentHashMap<>();
        }

        @Bean
        ReactiveMapSessionRepository repository(Map<String, Session> sessions) {
            return new ReactiveMapSessionRepository(sessions);
        }
    }

    private interface End {
        void of(ConfigurableApplicationContext context);
    }

    private static void isSentAway(Class<?> application, End end) throws Exception {
        try (ConfigurableApplicationContext context =
                        Web.run(application, "spring.main.web-application-type=reactive");
                HttpClient client = HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build()) {
            TaskEndpoint endpoint = context.getBean(TaskEndpoint.class);
            logIn(client, context);
            BufferedReader stream = watch(client, as("", at(context, "/tasks/events")));
            endpoint.accessChanged();
            String id = works(context)
                    .submit("word", SubmitOptions.builder().owner("ann").build())
                    .id();
            until(stream, id); // whose session goes on stays
            end.of(context);
            endpoint.accessChanged(); // else it is asked within half a minute

            assertThat(stream.lines().toList()).as("until its end").anyMatch(line -> line.startsWith("retry:"));
            client.shutdownNow();
        }
    }

    @Test
    void whoseSessionExpiresIsSentAway() throws Exception {
        isSentAway(WebFluxTest.Secured.class, context -> {
            var manager = (DefaultWebSessionManager) context.getBean(WebSessionManager.class);
            var store = (InMemoryWebSessionStore) manager.getSessionStore();
            store.setClock(Clock.offset(store.getClock(), Duration.ofHours(1)));
        });
    }

    @Test
    void whoseSessionIsGoneFromSpringSessionIsSentAway() throws Exception {
        isSentAway(WithSpringSession.class, context -> ((Map<?, ?>) context.getBean("sessions")).clear());
    }
}
