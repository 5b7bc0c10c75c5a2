package dev.taskcast.spring;

import static dev.taskcast.spring.Web.as;
import static dev.taskcast.spring.Web.at;
import static dev.taskcast.spring.Web.get;
import static dev.taskcast.spring.Web.logIn;
import static dev.taskcast.spring.Web.run;
import static dev.taskcast.spring.Web.server;
import static dev.taskcast.spring.Web.until;
import static dev.taskcast.spring.Web.watch;
import static dev.taskcast.spring.Web.works;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Applications in a real container, with and without Spring Security. */
class WebTest {
    @Configuration(proxyBeanMethods = false)
    @PlainServlets
    static class Plain {
        @Bean
        Web.Work work() {
            return new Web.Work();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    static class Secured {
        @Bean
        Web.Work work() {
            return new Web.Work();
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("ann").password("{noop}a").roles("USER").build(),
                    User.withUsername("bob").password("{noop}b").roles("USER").build(),
                    User.withUsername("root").password("{noop}r").roles("ADMIN").build());
        }

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.authorizeHttpRequests(all -> all.anyRequest().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .formLogin(Customizer.withDefaults())
                    .csrf(csrf -> csrf.disable())
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    static class WithTokens {
        @Bean
        Web.Work work() {
            return new Web.Work();
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("ann").password("{noop}a").roles("USER").build());
        }

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.authorizeHttpRequests(all -> all.anyRequest().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .csrf(csrf -> csrf.spa())
                    .build();
        }
    }

    @Test
    void aTaskIsSeenLiveUnderThePathOfTheProperties() throws Exception {
        try (ConfigurableApplicationContext context = run(
                        Plain.class,
                        "taskcast.access=loopback",
                        "taskcast.path=/jobs",
                        "server.servlet.context-path=/app");
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

    /** With these settings Spring, or Tomcat, takes the header away and its address for that of the request. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "native", "framework"})
    void whoSaysThatItAsksForThisMachineIsNotThisMachine(String strategy) throws Exception {
        try (ConfigurableApplicationContext context =
                        run(Plain.class, "taskcast.access=loopback", "server.forward-headers-strategy=" + strategy);
                HttpClient client = HttpClient.newHttpClient()) {
            boolean isTomcat = server(context).startsWith("Tomcat"); // which does not say whether a header came
            assertThat(get(client, as("", at(context, "/tasks"))).statusCode())
                    .isEqualTo(isTomcat && strategy.equals("native") ? 403 : 200);
            for (String header : List.of("X-Forwarded-For", "Forwarded")) {
                String value = header.equals("Forwarded") ? "for=127.0.0.1" : "127.0.0.1";
                assertThat(get(client, as("", at(context, "/tasks")).header(header, value))
                                .statusCode())
                        .as(header)
                        .isEqualTo(403);
            }
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

    /** What the browser client does with the cookie. */
    @Test
    void springsTokenComesWithTheFirstAnswerAndIsEnough() throws Exception {
        CookieManager cookies = new CookieManager();
        try (ConfigurableApplicationContext context = run(WithTokens.class);
                HttpClient client =
                        HttpClient.newBuilder().cookieHandler(cookies).build()) {
            assertThat(get(client, as("ann", at(context, "/tasks"))).statusCode())
                    .isEqualTo(200);
            String token = cookies.getCookieStore().getCookies().stream()
                    .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                    .findFirst()
                    .orElseThrow()
                    .getValue();
            HttpRequest.Builder submit = as("ann", at(context, "/tasks"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"work\",\"payload\":\"x\"}"));

            assertThat(get(client, submit.copy()).statusCode()).as("without it").isIn(401, 403);
            assertThat(get(client, submit.copy().header("X-XSRF-TOKEN", token)).statusCode())
                    .isEqualTo(201);
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

    @Test
    void theManagerIsClosedWithTheApplication() {
        ConfigurableApplicationContext context = run(Plain.class, "taskcast.node.close-timeout=100ms");
        TaskManager tasks = context.getBean(TaskManager.class);
        context.close();

        assertThatIllegalStateException().isThrownBy(() -> tasks.register("x", ctx -> {}));
    }
}
