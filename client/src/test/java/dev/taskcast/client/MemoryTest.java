package dev.taskcast.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.client.event.ConnectionState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a client holds on to. */
class MemoryTest {
    private static final int TASKS = 10_000;

    @Test
    void aTaskCostsAtMostAKibibyte() {
        try (FakeServer server = new FakeServer();
                TaskEventSource source = TaskEventSource.builder(server.url()).connect()) {
            FakeServer.Stream stream = server.next();
            stream.send(Json.ready(1));
            await().atMost(Duration.ofMinutes(1)).until(() -> source.state() == ConnectionState.LIVE);
            long before = used();
            send(stream, 1);
            send(stream, 2); // what is new of a task takes the place of what was
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> source.lastEventId().equals(Integer.toString(1 + 2 * TASKS)));
            assertThat(source.tasks()).as("a copy of all, too").hasSize(TASKS);
            long each = (used() - before) / TASKS;
            System.out.println("A task costs " + each + " bytes in the map of a client, with a copy of all");
            assertThat(each).isBetween(100L, 1_024L);
            assertThat(source.tasks()).hasSize(TASKS); // held until here
        }
    }

    private static void send(FakeServer.Stream stream, int round) {
        StringBuilder frames = new StringBuilder();
        for (int i = 1; i <= TASKS; i++) {
            String id = "import-of-customer-" + i;
            String state = "{\"id\":\"" + id + "\",\"type\":\"import\",\"title\":\"Import of customer " + i
                    + "\",\"owner\":\"somebody@example.com\",\"tags\":[\"daily\",\"import\"],\"status\":\"running\",\"run\":1,"
                    + "\"startedAt\":1767225603000,\"node\":\"node-1-17\",\"progress\":{\"message\":\"Importing row "
                    + i
                    + "\",\"current\":" + round + ",\"total\":100,\"rate\":3.5,\"eta\":28000}}";
            frames.append("id: ")
                    .append(1 + (round - 1) * TASKS + i)
                    .append("\ndata: ")
                    .append(Json.update(state))
                    .append("\n\n");
            if (i % 500 == 0) {
                stream.write(frames.toString());
                frames.setLength(0);
            }
        }
    }

    /** Bytes of the heap that live. */
    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            runtime.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
