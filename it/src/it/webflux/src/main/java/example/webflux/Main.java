package example.webflux;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A Spring Boot application on WebFlux, which keeps its tasks in memory, and somebody who uses it. */
@SpringBootApplication
public class Main {
    public static void main(String[] args) throws Exception {
        try (ConfigurableApplicationContext application = SpringApplication.run(Main.class, "--server.port=0")) {
            use(URI.create("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port") + "/"));
        }
    }

    /** As a page does: looks, starts the task, and sees how it ends. */
    private static void use(URI base) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                Stream<String> lines = client.send(get(base.resolve("tasks/events")), BodyHandlers.ofLines())
                        .body()) {
            HttpRequest start = HttpRequest.newBuilder(base.resolve("tasks/hello/start"))
                    .POST(BodyPublishers.noBody())
                    .build();
            int status = client.send(start, BodyHandlers.discarding()).statusCode();
            if (status != 202) {
                throw new IllegalStateException("The start was answered with " + status);
            }
            lines.peek(System.out::println)
                    .filter(line -> line.startsWith("data:") && line.contains("\"status\":\"completed\""))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("The stream ended before the task completed"));
        }
    }

    private static HttpRequest get(URI uri) {
        return HttpRequest.newBuilder(uri).build();
    }
}
