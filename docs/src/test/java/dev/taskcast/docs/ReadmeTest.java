package dev.taskcast.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README does what the README says. */
final class ReadmeTest {
    @TempDir
    Path folder;

    @Test
    void theProgramShowsATaskAtTheRootThatMovesAndCompletes() throws Exception {
        Snippet example = Snippet.of(Path.of("README.md")).stream()
                .filter(snippet -> snippet.after("file").endsWith("/Example.java"))
                .findFirst()
                .orElseThrow();
        try (Program program = Program.start(example.text(), folder)) {
            int port = program.port();
            assertThat(RawClient.ask(port, "GET", "/").body()).contains("<task-list src=\"/tasks/events\">");
            try (Watcher watcher = new Watcher(port)) {
                watcher.await("import-orders", "\"status\":\"completed\"");
                assertThat(RawClient.ask(port, "POST", "/tasks/import-orders/start")
                                .body())
                        .contains("started");
                watcher.await("import-orders", "\"status\":\"running\"");
                watcher.await("import-orders", "\"message\":\"Importing orders\"", "\"total\":500");
                assertThat(program.end()).hasCauseInstanceOf(InterruptedException.class);
                assertThat(watcher.untilEnd().getLast().field("retry: ")).isNotEmpty();
            }
        }
        await().atMost(Duration.ofSeconds(10)).until(ReadmeTest::threads, List::isEmpty);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("taskcast-"))
                .toList();
    }
}
