package dev.taskcast.spring;

import static dev.taskcast.spring.Web.as;
import static dev.taskcast.spring.Web.at;
import static dev.taskcast.spring.Web.get;
import static dev.taskcast.spring.Web.logIn;
import static dev.taskcast.spring.Web.until;
import static dev.taskcast.spring.Web.watch;
import static dev.taskcast.spring.Web.works;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskState;
import java.io.BufferedReader;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Applications on WebFlux with a real Netty, with and without Spring Security. */
class WebFluxTest {
    @Configuration(proxyBeanMethods = false)
    @PlainWebFlux
    static class Plain {
        @Bean
        Web.Work work() {
            return new Web.Work();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @SecuredWebFlux
    static class Secured {
        @Bean
        Web.Work work() {
            return new Web.Work();
        }

        @Bean
        MapReactiveUserDetailsService users() {
            return new MapReactiveUserDetailsService(
                    User.withUsername("ann").password("{noop}a").roles("USER").build(),
                    User.withUsername("bob").password("{noop}b").roles("USER").build(),
                    User.withUsername("root").password("{noop}r").roles("ADMIN").build());
        }

        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http) {
            return http.authorizeExchange(all -> all.anyExchange().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .formLogin(Customizer.withDefaults())
                    .csrf(csrf -> csrf.disable())
                    .build();
        }
    }

    private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
        return Web.run(
                application,
                Stream.concat(Stream.of("spring.main.web-application-type=reactive"), Stream.of(properties))
                        .toArray(String[]::new));
    }

    @Test
    void aTaskIsSeenLiveUnderThePathOfTheProperties() throws Exception {
        try (ConfigurableApplicationContext context = run(
                        Plain.class,
                        "taskcast.access=loopback",
                        "taskcast.path=/jobs",
                        "spring.webflux.base-path=/app");
                HttpClient client = HttpClient.newHttpClient()) {
            TaskState made = works(context).submit("word");
            BufferedReader stream = watch(client, as("", at(context, "/app/jobs/events")));
            context.getBean(Web.Work.class).mayEnd.countDown();
            until(stream, "\"status\":\"completed\"");

            HttpResponse<String> task = get(client, as("", at(context, "/app/jobs/" + made.id())));
            assertThat(task.statusCode()).isEqualTo(200);
            assertThat(task.body()).contains("\"result\":4");
            assertThat(get(client, as("", at(context, "/app/jobs/client/elements.js")))
                            .statusCode())
                    .isEqualTo(200);
            client.shutdownNow();
        }
    }

    @Test
    void withoutSecurityOnlyThisMachineIsLetIn() throws Exception {
        try (ConfigurableApplicationContext context = run(Plain.class, "taskcast.access=loopback");
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, as("", at(context, "/tasks"))).statusCode()).isEqualTo(200);
            assertThat(get(client, as("", at(context, "/tasks")).header("X-Forwarded-For", "198.51.100.7"))
                            .statusCode())
                    .as("for somebody else")
                    .isEqualTo(403);
        }
    }

    /** With this setting Spring takes the header away and its first address for that of the request. */
    @Test
    void whoSaysThatItAsksForThisMachineIsNotThisMachine() throws Exception {
        try (ConfigurableApplicationContext context =
                        run(Plain.class, "taskcast.access=loopback", "server.forward-headers-strategy=framework");
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, as("", at(context, "/tasks"))).statusCode()).isEqualTo(200);
            assertThat(get(client, as("", at(context, "/tasks")).header("X-Forwarded-For", "127.0.0.1"))
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @RestController
    static class CatchAll extends Plain {
        @RequestMapping("/**")
        String all() {
            return "caught";
        }
    }

    @Test
    void aControllerOfEverythingDoesNotGetWhatIsTheEndpoints() throws Exception {
        try (ConfigurableApplicationContext context = run(CatchAll.class, "taskcast.access=everybody");
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, as("", at(context, "/else"))).body()).isEqualTo("caught");
            assertThat(get(client, as("", at(context, "/tasksandmore"))).body()).isEqualTo("caught");
            assertThat(get(client, as("", at(context, "/tasks"))).body()).contains("\"tasks\":[");
            assertThat(get(client, as("", at(context, "/tasks/none"))).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void overHttp2AStreamEndsWithoutItsConnection() throws Exception {
        try (ConfigurableApplicationContext context = run(
                        Plain.class,
                        "taskcast.access=loopback",
                        "server.http2.enabled=true",
                        "taskcast.streams.max-age=1s");
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .build()) {
            assertThat(get(client, as("", at(context, "/tasks"))).version()).isEqualTo(HttpClient.Version.HTTP_2);
            BufferedReader stream = watch(client, as("", at(context, "/tasks/events")));
            assertThat(get(client, as("", at(context, "/tasks"))).statusCode()).isEqualTo(200);
            assertThat(stream.lines().toList()).as("until its end").anyMatch(line -> line.startsWith("retry:"));
            assertThat(get(client, as("", at(context, "/tasks"))).statusCode()).isEqualTo(200);
            client.shutdownNow();
        }
    }

    @Test
    void eachUserSeesTheirOwnAndAnAdminAll() throws Exception {
        try (ConfigurableApplicationContext context = run(Secured.class, "taskcast.admin-authority=ROLE_ADMIN");
                HttpClient client = HttpClient.newHttpClient()) {
            TaskState anns = works(context)
                    .submit("word", SubmitOptions.builder().owner("ann").build());
            HttpResponse<String> bobs = get(
                    client,
                    as("bob", at(context, "/tasks"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"work\",\"payload\":\"x\"}")));

            assertThat(bobs.statusCode()).isEqualTo(201);
            assertThat(bobs.body()).contains("\"owner\":\"bob\"");
            assertThat(get(client, as("ann", at(context, "/tasks"))).body())
                    .contains(anns.id())
                    .doesNotContain("bob");
            assertThat(get(client, as("bob", at(context, "/tasks/" + anns.id())))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(get(client, as("root", at(context, "/tasks"))).body())
                    .contains(anns.id())
                    .contains("\"owner\":\"bob\"");
            assertThat(get(client, as("", at(context, "/tasks"))).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void whoLogsOutIsSentAway() throws Exception {
        try (ConfigurableApplicationContext context = run(Secured.class);
                HttpClient client = HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build()) {
            logIn(client, context);
            BufferedReader stream = watch(client, as("", at(context, "/tasks/events")));
            HttpResponse<String> submitted = get(
                    client,
                    as("", at(context, "/tasks"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"work\",\"payload\":\"x\"}")));
            assertThat(submitted.statusCode()).isEqualTo(201);
            until(stream, "\"owner\":\"ann\""); // who stays logged in stays
            HttpResponse<String> logout =
                    get(client, as("", at(context, "/logout")).POST(HttpRequest.BodyPublishers.noBody()));

            assertThat(logout.statusCode()).isBetween(200, 399);
            assertThat(stream.lines().toList()).as("until its end").anyMatch(line -> line.startsWith("retry:"));
            client.shutdownNow();
        }
    }

    @Test
    void anApplicationWithOpenStreamsStopsAtOnce() throws Exception {
        ConfigurableApplicationContext context = run(
                Plain.class,
                "taskcast.access=loopback",
                "server.shutdown=graceful",
                "taskcast.node.close-timeout=100ms");
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<BufferedReader> streams = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                streams.add(watch(client, as("", at(context, "/tasks/events"))));
            }
            TaskEndpoint endpoint = context.getBean(TaskEndpoint.class);
            await().until(() -> endpoint.streams() == 100);
            long begun = System.nanoTime();
            context.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            for (BufferedReader stream : streams) {
                assertThat(stream.lines().toList()).anyMatch(line -> line.startsWith("retry:"));
            }
            client.shutdownNow();
        }
        assertThat(context.isActive()).isFalse();
    }
}
