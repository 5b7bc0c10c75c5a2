package dev.taskcast.server;

import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Help for tests of servers: a viewer that does not read, and our threads. */
final class Stuck {
    private Stuck() {}

    /** Registers more than the buffers of a connection take. */
    static void fill(TaskManager tasks) {
        String[] tags =
                IntStream.range(100, 200).mapToObj(i -> i + "ü".repeat(97)).toArray(String[]::new);
        TaskOptions large = TaskOptions.builder().tags(tags).build(); // 20 kB
        for (int i = 0; i < 1_000; i++) {
            tasks.register("large-" + i, ctx -> {}, large);
        }
    }

    /** A viewer that has read the head of its answer, and reads nothing more. */
    static Watcher viewer(int port) throws IOException {
        return new Watcher(RawClient.withSmallBuffer(port), RawClient.text("GET", "/tasks/events"));
    }

    /** Our threads that are alive. */
    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("taskcast-"))
                .sorted()
                .toList();
    }

    /** Waits until none of our threads is left: a thread ends just after what it was closed by. */
    static void awaitNoThreads() {
        await().atMost(Duration.ofSeconds(10)).until(Stuck::threads, List::isEmpty);
    }
}
