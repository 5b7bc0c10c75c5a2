package example.consumer;

import dev.taskcast.TaskManager;
import dev.taskcast.server.TaskServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Runs one task and watches it over HTTP until it has completed. */
final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        try (TaskManager tasks = TaskManager.builder().build();
                TaskServer server = TaskServer.start(tasks, 0)) {
            tasks.register("hello", ctx -> ctx.progress("Hi", 1, 1));
            tasks.start("hello");
            watch(URI.create("http://127.0.0.1:" + server.port() + "/tasks/events"));
        }
    }

    private static void watch(URI stream) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                var lines = client.send(HttpRequest.newBuilder(stream).build(), BodyHandlers.ofLines())
                        .body()) {
            lines.peek(System.out::println)
                    .filter(line -> line.startsWith("data:") && line.contains("\"status\":\"completed\""))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("The stream ended before the task completed"));
        }
    }
}
