package dev.taskcast.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.jackson.JacksonCodec;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.TaskContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** What operators ask with Actuator. */
class OperationsTest {
    static class Work {
        final CountDownLatch mayEnd = new CountDownLatch(1);

        @HandlesTask("work")
        void work(String word, TaskContext task) throws InterruptedException {
            mayEnd.await();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    static class Application {
        @Bean
        Work work() {
            return new Work();
        }

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.authorizeHttpRequests(all -> all.anyRequest().permitAll())
                    .csrf(csrf -> csrf.disable())
                    .build();
        }
    }

    private static ConfigurableApplicationContext run(String... properties) {
        return run(Application.class, properties);
    }

    private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.main.banner-mode=off",
                "taskcast.access=everybody",
                "taskcast.node.close-timeout=100ms",
                "management.endpoints.web.exposure.include=*",
                "management.endpoint.health.probes.enabled=true",
                "management.endpoint.health.show-details=always"));
        all.addAll(List.of(properties));
        return new SpringApplicationBuilder(application)
                .properties(all.toArray(String[]::new))
                .build()
                .run();
    }

    private static HttpRequest request(ConfigurableApplicationContext context, String path) {
        int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private static String get(HttpClient client, ConfigurableApplicationContext context, String path)
            throws IOException, InterruptedException {
        return client.send(request(context, path), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static long observed(ConfigurableApplicationContext context) {
        return context.getBean(MeterRegistry.class).find("http.server.requests").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @SuppressWarnings("unchecked")
    private static TaskSubmitter<String, Void> works(ConfigurableApplicationContext context) {
        return (TaskSubmitter<String, Void>) context.getBean("taskSubmitter.work");
    }

    @Test
    void theActuatorCountsTasksAndSaysWhatTheyWaitFor() throws Exception {
        try (ConfigurableApplicationContext context =
                        run("taskcast.store.type=memory", "taskcast.node.max-concurrent=1");
                HttpClient client = HttpClient.newHttpClient()) {
            TaskManager tasks = context.getBean(TaskManager.class);
            for (int i = 0; i < 3; i++) {
                String ignored = works(context).submit("word").id();
            }
            await().until(() -> tasks.getAllStates().stream()
                    .anyMatch(state -> state.status().wireName().equals("running")));

            assertThat(get(client, context, "/actuator/taskcast"))
                    .contains("\"store\":{\"isUp\":true", "\"tasks\":{\"pending\":2,\"running\":1}")
                    .contains("\"waiting\":{\"limit\":2}", "\"unknownTypes\":[]", "\"streams\":0");
        }
    }

    @Test
    void aStreamIsNoRequestThatTookAnHour() throws Exception {
        try (ConfigurableApplicationContext context = run("taskcast.store.type=memory");
                HttpClient client = HttpClient.newHttpClient()) {
            TaskEndpoint endpoint = context.getBean(TaskEndpoint.class);
            HttpResponse<InputStream> stream =
                    client.send(request(context, "/tasks/events"), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(stream.statusCode()).isEqualTo(200);
            assertThat(endpoint.streams()).isEqualTo(1);
            stream.body().close();
            TaskManager tasks = context.getBean(TaskManager.class);
            await().until(() -> {
                tasks.register("t" + System.nanoTime(), ctx -> {}); // does not get through
                return endpoint.streams() == 0;
            });
            String ignored = get(client, context, "/tasks");

            await().until(() -> observed(context) > 0);
            assertThat(observed(context)).as("the list, and not the stream").isEqualTo(1);
        }
    }

    private static boolean isMember(ConfigurableApplicationContext context, String group) {
        HealthEndpointGroup found = context.getBean(HealthEndpointGroups.class).get(group);
        return Objects.requireNonNull(found).isMember("taskcast");
    }

    @Test
    void healthIsOfReadinessAndNotOfLiveness() {
        try (ConfigurableApplicationContext context = run("taskcast.store.type=memory")) {
            assertThat(isMember(context, "readiness")).isTrue();
            assertThat(isMember(context, "liveness")).isFalse();
        }
        try (ConfigurableApplicationContext context = run(
                "taskcast.store.type=memory", "management.endpoint.health.group.readiness.include=readinessState")) {
            assertThat(isMember(context, "readiness"))
                    .as("as the application says")
                    .isFalse();
        }
    }

    @Test
    void aTypeThatTheCodeNoLongerHasIsInHealthAndLeavesItUp(@TempDir Path folder) throws Exception {
        try (TaskManager before = TaskManager.builder()
                .store(JdbcTaskStore.embedded(folder))
                .codec(JacksonCodec.create())
                .maxConcurrent(0)
                .build()) {
            String ignored = before.submit(before.type("old", String.class, Void.class, (ctx, word) -> null), "x")
                    .id();
        }
        try (ConfigurableApplicationContext context = run("taskcast.store.folder=" + folder);
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, context, "/actuator/health"))
                    .contains("\"taskcast\":{\"details\":{\"unknownTypes\":[\"old\"]},\"status\":\"UP\"}");
        }
    }
}
