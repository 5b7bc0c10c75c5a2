package dev.taskcast.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.TaskContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** What is asked of an application, whatever its server is. */
final class Web {
    private Web() {}

    static class Work {
        final CountDownLatch mayEnd = new CountDownLatch(1);

        @HandlesTask(value = "work", submittable = true)
        int work(String word, TaskContext task) throws InterruptedException {
            task.progress("Working", 1, 2);
            mayEnd.await();
            return word.length();
        }
    }

    static ConfigurableApplicationContext run(Class<?> application, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "taskcast.store.type=memory",
                "spring.main.banner-mode=off",
                "spring.reactor.netty.shutdown-quiet-period=0s"));
        all.addAll(List.of(properties));
        SpringApplication built = new SpringApplicationBuilder(application)
                .properties(all.toArray(String[]::new))
                .build();
        return built.run();
    }

    /** The name of the class of its server. */
    static String server(ConfigurableApplicationContext context) {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getClass()
                .getSimpleName();
    }

    static URI at(ConfigurableApplicationContext context, String path) {
        int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
        return URI.create("http://127.0.0.1:" + port + path);
    }

    static HttpRequest.Builder as(String user, URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
        if (user.isEmpty()) {
            return request;
        }
        String login = user + ":" + user.charAt(0);
        return request.header(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    /** In a session, whose cookie the client keeps. */
    static void logIn(HttpClient client, ConfigurableApplicationContext context)
            throws IOException, InterruptedException {
        HttpResponse<String> login = get(
                client,
                as("", at(context, "/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("username=ann&password=a")));
        assertThat(login.headers().firstValue("Location").orElseThrow()).doesNotContain("error");
    }

    static HttpResponse<String> get(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A stream that is open, up to its first message. */
    static BufferedReader watch(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        until(lines, "\"type\":\"ready\"");
        return lines;
    }

    static String until(BufferedReader lines, String wanted) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(wanted)) {
                return line;
            }
        }
        throw new AssertionError("The stream ended before: " + wanted);
    }

    @SuppressWarnings("unchecked")
    static TaskSubmitter<String, Integer> works(ConfigurableApplicationContext context) {
        return (TaskSubmitter<String, Integer>) context.getBean("taskSubmitter.work");
    }
}
