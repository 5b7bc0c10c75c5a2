package example.consumer;

import dev.taskcast.TaskManager;
import dev.taskcast.server.TaskServer;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.Schedule;
import dev.taskcast.task.TaskOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;

/** Runs one task, kept in a file, and watches it over HTTP until it has completed; then finds it there again. */
final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("consumer");
        try (TaskManager tasks = kept(folder);
                TaskServer server = TaskServer.start(tasks, 0)) {
            tasks.register("hello", ctx -> ctx.progress("Hi", 1, 1));
            tasks.start("hello");
            watch(URI.create("http://127.0.0.1:" + server.port() + "/tasks/events"));
            schedule(tasks);
        }
        try (TaskManager tasks = kept(folder)) {
            System.out.println("Found again: " + tasks.getState("hello").orElseThrow());
        }
    }

    private static TaskManager kept(Path folder) {
        return TaskManager.builder().store(JdbcTaskStore.embedded(folder)).build();
    }

    /** The module that reads cron expressions is found, although no code names it. */
    private static void schedule(TaskManager tasks) throws Exception {
        Schedule nightly = Schedule.cron("30 2 * * *", ZoneId.of("Europe/Berlin"));
        tasks.register(
                "nightly", ctx -> {}, TaskOptions.builder().schedule(nightly).build());
        for (int looks = 0; tasks.nextRuns("nightly", 2).size() < 2; looks++) {
            if (looks == 1_000) {
                throw new IllegalStateException("The scheduled task has no next runs");
            }
            Thread.sleep(10);
        }
        System.out.println("Next runs: " + tasks.nextRuns("nightly", 2));
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
