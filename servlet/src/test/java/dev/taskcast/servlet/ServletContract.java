package dev.taskcast.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.testkit.http.EndpointContract;
import dev.taskcast.testkit.http.FuzzContract;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the servlet must do in each container. */
abstract class ServletContract extends EndpointContract implements CutContract, FuzzContract {
    private final List<Deployed> containers = new ArrayList<>();

    @Override
    protected final Running start(TaskEndpoint endpoint) {
        Deployed container = deploy(new TaskcastServlet(endpoint), Mapping.TASKS);
        return new Running(container.port(), container.stop());
    }

    /** 501 and 505 are the container's, and say what HTTP it does not know. */
    @Override
    public String failure() {
        return "HTTP/1\\.1 5(?!01|05)[0-9]{2}";
    }

    private Deployed deployed(TaskcastServlet servlet, Mapping mapping) {
        Deployed container = deploy(servlet, mapping);
        containers.add(container);
        return container;
    }

    private TaskEndpoint endpoint() {
        return TaskEndpoint.builder(tasks()).build();
    }

    @AfterEach
    final void stopContainers() {
        containers.forEach(Deployed::close);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("taskcast-servlet") || name.startsWith("taskcast-request"))
                .toList();
    }

    private static void awaitNoThreads() {
        await().atMost(Duration.ofSeconds(10)).until(ServletContract::threads, List::isEmpty);
    }

    @Test
    void itStandsWhereItIsMapped() throws IOException {
        tasks().register("t", ctx -> {});
        int port = deployed(new TaskcastServlet(endpoint()), Mapping.of("/app", "/live/now/*"))
                .port();
        assertThat(RawClient.ask(port, "GET", "/app/live/now/t").status()).isEqualTo(200);
        assertThat(RawClient.ask(port, "GET", "/app/live/now").status()).isEqualTo(200);
        assertThat(RawClient.ask(port, "GET", "/app/live/now?limit=1").status()).isEqualTo(200);
        assertThat(RawClient.ask(port, "POST", "/app/live/now/t/start").status())
                .isEqualTo(202);
        RawClient.ask(port, "GET", "/app/live/now/tasks").isProblem(404, "unknown_task");
        assertThat(RawClient.ask(port, "GET", "/app/tasks/t").status()).isEqualTo(404);
        try (Watcher watcher = new Watcher(new RawClient(port), RawClient.text("GET", "/app/live/now/events"))) {
            watcher.await("\"type\":\"ready\"");
        }
    }

    @Test
    void mappedToAllItStandsAtTheEndpointsPath() throws IOException {
        tasks().register("t", ctx -> {});
        for (String mapping : List.of("/*", "/")) {
            int port = deployed(new TaskcastServlet(endpoint()), Mapping.of("/app", mapping))
                    .port();
            assertThat(RawClient.ask(port, "GET", "/app/tasks/t").status()).isEqualTo(200);
            RawClient.ask(port, "GET", "/app/tasksandmore").isProblem(404, "not_found");
            RawClient.ask(port, "GET", "/app/t").isProblem(404, "not_found");
        }
    }

    @Test
    void whatIsSubmittedIsFoundWhereTheAnswerSays() throws IOException {
        TypeOptions<String> options =
                TypeOptions.<String>builder().submittable().build();
        TaskType<String, Void> ignored =
                tasks().type("type", String.class, Void.class, (ctx, payload) -> null, options);
        int port = deployed(new TaskcastServlet(endpoint()), Mapping.of("/app", "/live/*"))
                .port();
        String body = "{\"type\":\"type\",\"payload\":\"x\"}";
        try (RawClient client = new RawClient(port)) {
            client.request("POST", "/app/live", "Content-Type: application/json", "Content-Length: " + body.length())
                    .send(body);
            String location = String.valueOf(client.answer().header("Location"));
            assertThat(location).contains("/app/live/");
            String path = location.substring(location.indexOf("/app/"));
            assertThat(RawClient.ask(port, "GET", path).status()).isEqualTo(200);
        }
    }

    @Test
    void withoutAsyncSupportedItRefuses() throws IOException {
        int port = deployed(new TaskcastServlet(endpoint()), new Mapping("", "/tasks/*", false))
                .port();
        assertThat(RawClient.ask(port, "GET", "/tasks").status()).isEqualTo(500);
    }

    @Test
    void undeployedItSaysGoodbyeAndLeavesNothing() throws IOException {
        TaskEndpoint endpoint = endpoint();
        Deployed container = deployed(new TaskcastServlet(endpoint), Mapping.TASKS);
        List<Watcher> watchers = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                watchers.add(Watcher.ready(container.port()));
            }
            long begun = System.nanoTime();
            container.undeploy().run();
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(5)); // a net: far below any deadline
            for (Watcher watcher : watchers) {
                List<Watcher.Frame> last = watcher.untilEnd();
                assertThat(last).hasSize(1);
                assertThat(Integer.parseInt(last.getFirst().field("retry: "))).isBetween(1_000, 3_300);
            }
        } finally {
            for (Watcher watcher : watchers) {
                watcher.close();
            }
        }
        assertThat(endpoint.streams()).isZero();
        awaitNoThreads();
    }

    @Test
    void whenTheManagerIsClosedItSaysGoodbyeAndIsClosed() throws IOException {
        Deployed container = deployed(new TaskcastServlet(endpoint()), Mapping.TASKS);
        try (Watcher watcher = Watcher.ready(container.port())) {
            tasks().close();
            assertThat(watcher.untilEnd().getLast().field("retry: ")).isNotEmpty();
        }
        awaitNoThreads();
        RawClient.ask(container.port(), "GET", "/tasks").isProblem(503, "closed");
    }

    /** More than the buffers of a connection take. */
    private void fill() {
        String[] tags =
                IntStream.range(100, 200).mapToObj(i -> i + "ü".repeat(97)).toArray(String[]::new);
        TaskOptions large = TaskOptions.builder().tags(tags).build(); // 20 kB
        for (int i = 0; i < 1_000; i++) {
            tasks().register("large-" + i, ctx -> {}, large);
        }
    }

    private static int statusOfAStream(int port) throws IOException {
        try (RawClient client = new RawClient(port).request("GET", "/tasks/events")) {
            return client.head().status();
        }
    }

    @Test
    void aStreamThatTakesNothingIsCutAtTheWriteDeadline() throws IOException {
        fill();
        int port = deployed(
                        TaskcastServlet.builder(endpoint())
                                .writeDeadline(Duration.ofMillis(400))
                                .maxStreams(1)
                                .build(),
                        Mapping.TASKS)
                .port();
        long begun = System.nanoTime();
        try (RawClient stuck = RawClient.withSmallBuffer(port).request("GET", "/tasks/events")) {
            assertThat(stuck.head().status()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(10)).until(() -> statusOfAStream(port) == 200);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(400));
        }
    }

    @Test
    void oneStreamTooManyIsToldToComeBackAndMayOnceThereIsRoom() throws IOException {
        int port = deployed(TaskcastServlet.builder(endpoint()).maxStreams(2).build(), Mapping.TASKS)
                .port();
        try (Watcher first = Watcher.ready(port);
                Watcher second = Watcher.ready(port)) {
            RawClient.Answer answer =
                    RawClient.ask(port, "GET", "/tasks/events").isProblem(503, "too_many_streams");
            assertThat(answer.header("Retry-After")).matches("[0-9]+");
            second.client().close();
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                tasks().register("t" + System.nanoTime(), ctx -> {}); // a gone viewer is found by a write
                return statusOfAStream(port) == 200;
            });
            assertThat(first.next().data()).isNotEmpty();
        }
    }

    @Test
    void anOldStreamIsToldToComeBackAndEndsProperly() throws IOException {
        int port = deployed(
                        TaskcastServlet.builder(endpoint())
                                .maxStreamAge(Duration.ofMillis(500))
                                .build(),
                        Mapping.TASKS)
                .port();
        try (Watcher watcher = Watcher.ready(port)) {
            List<Watcher.Frame> frames = watcher.untilEnd();
            assertThat(frames).hasSize(1);
            assertThat(Integer.parseInt(frames.getFirst().field("retry: "))).isBetween(1_000, 31_000);
        }
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedFor() throws IOException {
        int port = deployed(
                        TaskcastServlet.builder(endpoint())
                                .requestDeadline(Duration.ofMillis(300))
                                .build(),
                        Mapping.TASKS)
                .port();
        try (RawClient client = new RawClient(port)) {
            client.request("POST", "/tasks/t/start", "Content-Type: application/json", "Content-Length: 10")
                    .send("{");
            client.answer().isProblem(408, "request_timeout");
        }
    }

    @Test
    void aLargeAnswerIsTakenAsSlowlyAsItIsRead() throws IOException {
        fill();
        int port = deployed(new TaskcastServlet(endpoint()), Mapping.TASKS).port();
        try (RawClient slow = RawClient.withSmallBuffer(port).request("GET", "/tasks?limit=1000")) {
            assertThat(RawClient.ask(port, "GET", "/tasks/large-1").status()).isEqualTo(200);
            assertThat(slow.answer().body()).startsWith("{").endsWith("}");
        }
    }

    private static final int ROUNDS = 5;
    private static final int STREAMS = 1_000;

    @Test
    void fiveThousandStreamsThatComeAndGoLeaveNothing() throws IOException {
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks())
                .heartbeatInterval(Duration.ofMillis(200)) // which finds out who is gone
                .build();
        TaskcastServlet servlet =
                TaskcastServlet.builder(endpoint).maxStreams(STREAMS).build(); // none is counted for ever
        int port = deployed(servlet, Mapping.TASKS).port();
        tasks().register("t", ctx -> {});
        for (int i = 0; i < ROUNDS; i++) {
            tasks().start("t");
            round(endpoint, port);
            await().atMost(Duration.ofSeconds(20)).until(() -> endpoint.streams() == 0 && servlet.isIdle());
        }
    }

    private static void round(TaskEndpoint endpoint, int port) throws IOException {
        byte[] request = RawClient.text("GET", "/tasks/events").getBytes(StandardCharsets.US_ASCII);
        List<Socket> viewers = new ArrayList<>();
        try {
            for (int i = 0; i < STREAMS; i++) {
                Socket viewer = new Socket(InetAddress.getLoopbackAddress(), port);
                viewers.add(viewer);
                viewer.getOutputStream().write(request);
            }
            for (Socket viewer : viewers) {
                awaitReady(viewer);
            }
            assertThat(endpoint.streams()).isEqualTo(STREAMS);
        } finally {
            for (int i = 0; i < viewers.size(); i++) {
                viewers.get(i).setSoLinger(i % 2 == 0, 0); // every second one is reset
                viewers.get(i).close();
            }
        }
    }

    private static void awaitReady(Socket viewer) throws IOException {
        viewer.setSoTimeout(10_000);
        InputStream in = viewer.getInputStream();
        byte[] piece = new byte[4_096];
        StringBuilder got = new StringBuilder();
        while (got.indexOf("\"type\":\"ready\"") < 0) {
            int count = in.read(piece);
            assertThat(count).as("bytes of a stream, after %s", got).isPositive();
            got.append(new String(piece, 0, count, StandardCharsets.US_ASCII));
        }
        assertThat(got).startsWith("HTTP/1.1 200");
    }

    @Test
    void streamsThatAreCutLogNothing() throws IOException {
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks())
                .heartbeatInterval(Duration.ofMillis(20))
                .build();
        int port = deployed(new TaskcastServlet(endpoint), Mapping.TASKS).port();
        try (AllLogs logs = AllLogs.open()) {
            for (int i = 0; i < 100; i++) {
                Watcher watcher = Watcher.ready(port);
                watcher.client().socket().setSoLinger(i % 2 == 0, 0);
                watcher.close();
                tasks().register("t" + i, ctx -> {});
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> endpoint.streams() == 0);
            assertThat(RawClient.ask(port, "GET", "/tasks").status()).isEqualTo(200);
            assertThat(logs.texts()).isEmpty();
        }
    }

    @Test
    void aClientThatGoesInMidBodyLeavesNothing() throws IOException {
        TaskcastServlet servlet = new TaskcastServlet(endpoint());
        int port = deployed(servlet, Mapping.TASKS).port();
        try (AllLogs logs = AllLogs.open()) {
            for (int i = 0; i < 20; i++) {
                try (RawClient client = new RawClient(port)) {
                    client.request("POST", "/tasks/t/start", "Content-Type: application/json", "Content-Length: 10")
                            .send("{");
                    assertThat(RawClient.ask(port, "GET", "/tasks").status()).isEqualTo(200);
                    client.socket().setSoLinger(i % 2 == 0, 0);
                }
            }
            await().atMost(Duration.ofSeconds(10)).until(servlet::isIdle);
            assertThat(logs.texts()).isEmpty();
        }
    }
}
