package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.testkit.http.GivenTime;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import dev.taskcast.testkit.http.Watcher.Frame;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams are ended when they are stuck, too many, too old, or their viewer may no longer watch. */
final class StreamLimitsTest {
    private final TaskManager tasks = TaskManager.create();

    @AfterEach
    void closeAll() {
        tasks.close(); // and the server with it
        Stuck.awaitNoThreads();
    }

    private TaskServer.Builder builder() {
        return builder(TaskEndpoint.builder(tasks).build());
    }

    private static TaskServer.Builder builder(TaskEndpoint endpoint) {
        return TaskServer.builder().endpoint(endpoint).port(0);
    }

    private static int statusOfAStream(int port) throws IOException {
        try (RawClient client = new RawClient(port).request("GET", "/tasks/events")) {
            return client.head().status();
        }
    }

    @Test
    void aStreamThatTakesNothingIsCutAtTheWriteDeadline() throws IOException {
        Stuck.fill(tasks);
        int port = builder()
                .writeDeadline(Duration.ofMillis(400))
                .maxStreams(1)
                .start()
                .port();
        long begun = System.nanoTime();
        try (Watcher stuck = Stuck.viewer(port)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> statusOfAStream(port) == 200);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(400));
            assertThat(isCut(stuck)).isTrue();
        }
    }

    private static boolean isCut(Watcher stuck) throws IOException {
        try {
            while (!stuck.next().has("\"type\":\"ready\"")) {
                // what was in the buffers
            }
            return false;
        } catch (SocketException | AssertionError reset) {
            return true; // in the middle of a frame
        } catch (IOException end) {
            return String.valueOf(end.getMessage()).contains("ended");
        }
    }

    @Test
    void aStreamThatIsReadSlowlyIsNotCut() throws IOException {
        Stuck.fill(tasks);
        int port = builder().writeDeadline(Duration.ofSeconds(1)).start().port();
        try (Watcher slow = Stuck.viewer(port)) {
            long end = System.nanoTime() + 4_000_000_000L;
            int frames = 0;
            for (Frame frame = slow.next(); !frame.has("\"type\":\"ready\""); frame = slow.next()) {
                frames++;
                while (System.nanoTime() < end - (1_000 - frames) * 4_000_000L) {
                    Thread.onSpinWait();
                }
            }
            assertThat(frames).isEqualTo(1_000);
        }
    }

    @Test
    void oneStreamTooManyIsToldToComeBackAndMayOnceThereIsRoom() throws IOException {
        int port = builder(TaskEndpoint.builder(tasks)
                        .allowedOrigins(false, "https://app.example")
                        .build())
                .maxStreams(2)
                .start()
                .port();
        try (Watcher first = Watcher.ready(port);
                Watcher second = Watcher.ready(port);
                RawClient third = new RawClient(port)) {
            RawClient.Answer answer = third.request("GET", "/tasks/events", "Origin: https://app.example")
                    .answer()
                    .isProblem(503, "too_many_streams");
            assertThat(answer.header("Retry-After")).matches("[0-9]+");
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
            assertThat(third.request("GET", "/tasks").answer().status()).isEqualTo(200);
            second.client().close();
            await().atMost(Duration.ofSeconds(10)).until(() -> statusOfAStream(port) == 200);
            tasks.register("t", ctx -> {});
            assertThat(first.next().data()).contains("\"taskId\":\"t\"");
        }
        for (int i = 0; i < 20; i++) { // none is counted for ever
            await().atMost(Duration.ofSeconds(10)).until(() -> statusOfAStream(port) == 200);
        }
    }

    @Test
    void anOldStreamIsToldToComeBackAndEndsProperly() throws IOException {
        int port = builder().maxStreamAge(Duration.ofMillis(500)).start().port();
        long begun = System.nanoTime();
        try (GivenTime time = GivenTime.start();
                Watcher watcher = Watcher.ready(port)) {
            List<Frame> frames = watcher.untilEnd();
            assertThat(frames).hasSize(1);
            assertThat(Integer.parseInt(frames.getFirst().field("retry: "))).isBetween(1_000, 31_000);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(450));
            assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void aViewerWhoIsNoLongerLetInIsSentAwayAtTheNextCheck() throws IOException {
        AtomicBoolean allowed = new AtomicBoolean(true);
        isSentAway(
                allowed,
                TaskEndpoint.builder(tasks)
                        .authorize(request -> allowed.get())
                        .recheckInterval(Duration.ofMillis(200))
                        .build(),
                () -> {});
    }

    @Test
    void aViewerWhoIsNoLongerLetInIsSentAwayAtOnceWhereTheApplicationSaysSo() throws IOException {
        AtomicBoolean allowed = new AtomicBoolean(true);
        TaskEndpoint endpoint =
                TaskEndpoint.builder(tasks).authorize(request -> allowed.get()).build();
        isSentAway(allowed, endpoint, endpoint::accessChanged);
    }

    private void isSentAway(AtomicBoolean allowed, TaskEndpoint endpoint, Runnable then) throws IOException {
        int port = builder(endpoint).start().port();
        try (Watcher watcher = Watcher.ready(port)) {
            tasks.register("before", ctx -> {});
            assertThat(watcher.next().data()).contains("before");
            allowed.set(false);
            then.run();
            assertThat(watcher.untilEnd().getLast().field("retry: ")).isNotEmpty();
        }
        RawClient.ask(port, "GET", "/tasks/events").isProblem(403, "forbidden");
    }
}
