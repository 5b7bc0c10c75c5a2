package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.testkit.http.Watcher.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A server sends streams as the protocol says, live. */
interface StreamContract extends Served {
    /** A hash of the empty key: of everybody, where there is no access. */
    String VIEWER = "taskcast-viewer: 47DEQpj8HBSa-_TImW-5JA";

    @Test
    default void aStreamHasTheHeadersOfTheProtocol() throws IOException {
        try (Watcher watcher = new Watcher(serve(), "Accept-Encoding: gzip, br", "Connection: keep-alive")) {
            assertThat(watcher.head().status()).isEqualTo(200);
            assertThat(watcher.head().header("Content-Type")).startsWith("text/event-stream");
            assertThat(watcher.head().headers())
                    .contains("cache-control: no-cache, no-transform", "x-accel-buffering: no", VIEWER)
                    .noneMatch(
                            header -> header.startsWith("content-length:") || header.startsWith("content-encoding:"));
            assertThat(watcher.next().data()).startsWith("{\"type\":\"ready\",\"now\":");
        }
    }

    @Test
    default void everyChangeReachesAViewerWithinASecond() throws IOException {
        Semaphore go = new Semaphore(0);
        CountDownLatch end = new CountDownLatch(1);
        try (Watcher watcher = Watcher.ready(serve());
                GivenTime time = GivenTime.start()) {
            Duration begun = time.elapsed();
            tasks().register("t", ctx -> {
                go.acquire();
                ctx.progress("Half", 1, 2);
                end.await();
                ctx.result(42);
            });
            soon(time, begun, watcher.next(), "\"type\":\"update\"", "\"taskId\":\"t\"", "\"status\":\"pending\"");
            begun = time.elapsed();
            tasks().start("t");
            soon(time, begun, watcher.next(), "\"status\":\"running\"", "\"progress\":{\"message\":\"Starting...\"}");
            begun = time.elapsed();
            go.release();
            soon(time, begun, watcher.next(), "\"progress\":{\"message\":\"Half\",\"current\":1,\"total\":2}");
            begun = time.elapsed();
            end.countDown();
            soon(time, begun, watcher.next(), "\"status\":\"completed\"", "\"result\":42");
            begun = time.elapsed();
            tasks().unregister("t");
            soon(time, begun, watcher.next(), "\"type\":\"remove\"", "\"taskId\":\"t\"");
        }
    }

    private static void soon(GivenTime time, Duration begun, Frame frame, String... parts) {
        assertThat(time.since(begun)).isLessThan(Duration.ofSeconds(1));
        assertThat(frame.data()).contains(parts);
        assertThat(frame.id()).isNotEmpty();
    }

    @Test
    default void whereATaskStandsInLineReachesAViewer() throws IOException {
        tasks().queue("mail").pause();
        for (String id : List.of("first", "second")) {
            tasks().register(id, ctx -> {}, TaskOptions.builder().queue("mail").build());
            tasks().start(id);
        }
        try (Watcher watcher = Watcher.ready(serve())) {
            String second =
                    "\"type\":\"position\",\"id\":\"second\",\"why\":\"paused\",\"limit\":\"queue\",\"position\":";
            assertThat(watcher.until(second + "2").getLast().id()).isEmpty();
            tasks().cancel("first");
            assertThat(watcher.until(second + "1").getLast().id()).isEmpty();
            tasks().queue("mail").resume();
            watcher.until("\"id\":\"second\",\"queue\":\"mail\",\"status\":\"completed\"");
        }
    }

    @Test
    default void aViewerWhoComesLaterGetsAllTasksFirst() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            tasks().register("t" + i, ctx -> {});
        }
        try (Watcher watcher = new Watcher(serve())) {
            List<Frame> frames = watcher.until("\"type\":\"ready\"");
            assertThat(frames).hasSize(1_001);
            for (int i = 0; i < 1_000; i++) {
                assertThat(frames.get(i).data()).contains("\"type\":\"init\"", "\"id\":\"t" + i + "\"");
                assertThat(frames.get(i).id().isEmpty()).as("id of " + i).isEqualTo(i < 999);
            }
        }
    }

    @Test
    default void aReconnectAfterACutGetsWhatItMissedOnce() throws IOException {
        int port = serve();
        tasks().register("t", ctx -> {});
        String last;
        try (Watcher watcher = Watcher.ready(port)) {
            tasks().start("t");
            last = watcher.await("\"status\":\"completed\"").id();
        }
        try (Watcher other = Watcher.ready(port)) {
            for (int run = 2; run <= 4; run++) {
                tasks().start("t");
                other.await("\"status\":\"completed\"", "\"run\":" + run);
            }
        }
        try (Watcher again = new Watcher(port, "Last-Event-ID: " + last)) {
            isReplay(again.until("\"type\":\"ready\""));
        }
        String request = RawClient.text("GET", "/tasks/events?lastEventId=" + last);
        try (Watcher again = new Watcher(new RawClient(port), request)) {
            isReplay(again.until("\"type\":\"ready\""));
        }
    }

    private static void isReplay(List<Frame> frames) {
        assertThat(frames).hasSize(7);
        for (int i = 0; i < 6; i++) {
            String status = i % 2 == 0 ? "running" : "completed";
            assertThat(frames.get(i).data()).contains("\"status\":\"" + status + "\"", "\"run\":" + (2 + i / 2));
        }
    }

    @Test
    default void aPositionThatIsNoneGetsAResetAndAllTasks() throws IOException {
        tasks().register("t", ctx -> {});
        try (Watcher watcher = new Watcher(serve(), "Last-Event-ID: 12\u00e9")) {
            assertThat(watcher.until("\"type\":\"ready\""))
                    .extracting(frame -> frame.data().substring(0, 15))
                    .containsExactly("{\"type\":\"reset\"", "{\"type\":\"init\",", "{\"type\":\"ready\"");
        }
    }

    @Test
    default void twoHundredViewersAllGetTheEnd() throws IOException {
        int port = serve();
        List<Watcher> watchers = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                watchers.add(new Watcher(port));
            }
            tasks().register("t", ctx -> {
                for (int i = 0; i < 10_000; i++) {
                    ctx.progress("Counting", i, 10_000);
                }
                ctx.result("the end");
            });
            tasks().start("t");
            for (Watcher watcher : watchers) {
                assertThat(watcher.await("\"status\":\"completed\"").data()).contains("\"result\":\"the end\"");
            }
        } finally {
            for (Watcher watcher : watchers) {
                watcher.close();
            }
        }
    }

    @Test
    default void anIdleStreamGetsHeartbeatsAndABusyOneNone() throws IOException, InterruptedException {
        int port = serve(TaskEndpoint.builder(tasks())
                .heartbeatInterval(Duration.ofMillis(300))
                .build());
        AtomicInteger ticks = new AtomicInteger();
        AtomicInteger gaps = new AtomicInteger(); // where this machine was too slow for the test's purpose
        AtomicLong last = new AtomicLong(System.nanoTime()); // just before the newest tick
        ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
        try (Watcher watcher = Watcher.ready(port)) {
            var unused = ticker.scheduleWithFixedDelay(
                    () -> {
                        long now = System.nanoTime();
                        if (isGap(last.getAndSet(now), now)) {
                            gaps.incrementAndGet();
                        }
                        tasks().register("tick-" + ticks.incrementAndGet(), ctx -> {});
                    },
                    0,
                    30,
                    TimeUnit.MILLISECONDS);
            Frame frame;
            int heartbeats = 0;
            long read = System.nanoTime();
            do {
                frame = watcher.next();
                long now = System.nanoTime();
                if (isGap(read, now)) { // the server too may have been kept from writing what there was
                    gaps.incrementAndGet();
                }
                read = now;
                heartbeats += frame.isHeartbeat() ? 1 : 0;
            } while (!frame.has("\"taskId\":\"tick-40\""));
            assertThat(heartbeats).isLessThanOrEqualTo(gaps.get());
            ticker.shutdown();
            assertThat(ticker.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            while (!frame.has("\"taskId\":\"tick-" + ticks.get() + "\"")) {
                frame = watcher.next();
            }
            assertThat(watcher.next().isHeartbeat()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - last.get())).isGreaterThan(Duration.ofMillis(290));
            assertThat(watcher.next().isHeartbeat()).isTrue();
        } finally {
            ticker.shutdownNow();
        }
    }

    private static boolean isGap(long from, long to) {
        return to - from > 200_000_000;
    }
}
