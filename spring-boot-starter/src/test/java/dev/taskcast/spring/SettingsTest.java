package dev.taskcast.spring;

import static dev.taskcast.spring.Web.as;
import static dev.taskcast.spring.Web.at;
import static dev.taskcast.spring.Web.get;
import static dev.taskcast.spring.Web.until;
import static dev.taskcast.spring.Web.watch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import java.io.BufferedReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Settings of Spring Boot that change when beans are made, and on which threads requests are answered. */
class SettingsTest {
    static class Cleanup {
        @HandlesTask("cleanup")
        void cleanUp() {}

        @HandlesTask("length")
        int length(String word) {
            return word.length();
        }
    }

    @RestController
    static class Words {
        private final TaskSubmitter<String, Integer> lengths;

        Words(TaskSubmitter<String, Integer> lengths) {
            this.lengths = lengths;
        }

        @PostMapping("/words")
        String submit() {
            return Thread.currentThread().isVirtual() + " "
                    + lengths.submit("word").id();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Words.class)
    static class Beans {
        @Bean
        Cleanup cleanup() {
            return new Cleanup();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @PlainServlets
    @Import(Beans.class)
    static class OnServlets {}

    @Configuration(proxyBeanMethods = false)
    @PlainWebFlux
    @Import(Beans.class)
    static class OnWebFlux {}

    @TempDir
    Path folder;

    private ConfigurableApplicationContext run(String type, String setting, int maxConcurrent) {
        return Web.run(
                type.equals("servlet") ? OnServlets.class : OnWebFlux.class,
                "spring.main.web-application-type=" + type,
                "taskcast.store.type=sqlite",
                "taskcast.store.folder=" + folder,
                "taskcast.access=loopback",
                "taskcast.node.max-concurrent=" + maxConcurrent,
                setting);
    }

    @ParameterizedTest
    @CsvSource({
        "servlet,  spring.main.lazy-initialization=true",
        "reactive, spring.main.lazy-initialization=true",
        "servlet,  spring.threads.virtual.enabled=true",
        "reactive, spring.threads.virtual.enabled=true"
    })
    void tasksRunAndAreSeenLive(String type, String setting) throws Exception {
        String left;
        try (ConfigurableApplicationContext context = run(type, setting, 0);
                HttpClient client = HttpClient.newHttpClient()) {
            left = submit(client, context);
        }
        try (ConfigurableApplicationContext context = run(type, setting, 10);
                HttpClient client = HttpClient.newHttpClient()) {
            TaskManager tasks = context.getBean(TaskManager.class);
            await().until(() -> tasks.getState(left).orElseThrow().status().isTerminal());
            BufferedReader stream = watch(client, as("", at(context, "/tasks/events")));
            HttpResponse<String> started =
                    get(client, as("", at(context, "/tasks/cleanup/start")).POST(HttpRequest.BodyPublishers.noBody()));

            assertThat(started.statusCode())
                    .as("of a handler that nobody asks for")
                    .isBetween(200, 299);
            until(stream, "\"status\":\"completed\"");
            client.shutdownNow();
        }
    }

    /** Also on a thread of the server, virtual or not. */
    private static String submit(HttpClient client, ConfigurableApplicationContext context) throws Exception {
        HttpResponse<String> answer =
                get(client, as("", at(context, "/words")).POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
        boolean isVirtual = context.getEnvironment()
                .getProperty("spring.threads.virtual.enabled", "false")
                .equals("true");
        assertThat(answer.body()).startsWith(isVirtual + " ");
        return answer.body().substring(answer.body().indexOf(' ') + 1);
    }
}
