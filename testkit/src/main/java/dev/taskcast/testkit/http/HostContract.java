package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.host.HostSettings;
import dev.taskcast.task.TaskOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a host within a framework must pass, such as a servlet: one that stands on {@code dev.taskcast.http.host}. Beyond the
 * {@link EndpointContract} that is its settings, how it is taken away, that it leaves nothing and logs nothing, and whatever bytes are sent.
 */
public abstract class HostContract extends EndpointContract implements CutContract, FuzzContract {
    private final List<Hosted> hosts = new ArrayList<>();

    /**
     * A host in a server that listens on the IPv4 loopback.
     *
     * @param port where
     * @param undeploy takes the host away, and leaves the server
     * @param isIdle whether the host has no request and no stream
     * @param stop ends all of it; may be called twice
     */
    public record Hosted(int port, Runnable undeploy, BooleanSupplier isIdle, Runnable stop) {}

    /** A test of a host. */
    protected HostContract() {}

    /**
     * Starts a server with a host.
     *
     * @param endpoint what stands on it, under its own path
     * @param settings the host's
     * @return a server that listens
     */
    protected abstract Hosted host(TaskEndpoint endpoint, HostSettings settings);

    @Override
    protected final Running start(TaskEndpoint endpoint) {
        Hosted hosted = host(endpoint, HostSettings.DEFAULTS);
        return new Running(hosted.port(), hosted.stop());
    }

    private Hosted hosted(TaskEndpoint endpoint, HostSettings settings) {
        Hosted hosted = host(endpoint, settings);
        hosts.add(hosted);
        return hosted;
    }

    private Hosted hosted(HostSettings settings) {
        return hosted(endpoint(), settings);
    }

    private TaskEndpoint endpoint() {
        return TaskEndpoint.builder(tasks()).build();
    }

    @AfterEach
    final void stopHosts() {
        hosts.forEach(each -> each.stop().run());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("taskcast-(servlet|webflux|request)-.*"))
                .toList();
    }

    private static void awaitNoThreads() {
        Soon.until(() -> threads().isEmpty());
    }

    @Test
    void undeployedItSaysGoodbyeAndLeavesNothing() throws IOException {
        TaskEndpoint endpoint = endpoint();
        Hosted host = hosted(endpoint, HostSettings.DEFAULTS);
        List<Watcher> watchers = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                watchers.add(Watcher.ready(host.port()));
            }
            long begun = System.nanoTime();
            host.undeploy().run();
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
        Hosted host = hosted(HostSettings.DEFAULTS);
        try (Watcher watcher = Watcher.ready(host.port())) {
            tasks().close();
            assertThat(watcher.untilEnd().getLast().field("retry: ")).isNotEmpty();
        }
        awaitNoThreads();
        RawClient.ask(host.port(), "GET", "/tasks").isProblem(503, "closed");
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
        int port = hosted(HostSettings.DEFAULTS
                        .withWriteDeadline(Duration.ofMillis(400))
                        .withMaxStreams(1))
                .port();
        long begun = System.nanoTime();
        try (RawClient stuck = RawClient.withSmallBuffer(port).request("GET", "/tasks/events")) {
            assertThat(stuck.head().status()).isEqualTo(200);
            Soon.until(() -> statusOfAStream(port) == 200);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(400));
        }
    }

    @Test
    void oneStreamTooManyIsToldToComeBackAndMayOnceThereIsRoom() throws IOException {
        int port = hosted(HostSettings.DEFAULTS.withMaxStreams(2)).port();
        try (Watcher first = Watcher.ready(port);
                Watcher second = Watcher.ready(port)) {
            RawClient.Answer answer =
                    RawClient.ask(port, "GET", "/tasks/events").isProblem(503, "too_many_streams");
            assertThat(answer.header("Retry-After")).matches("[0-9]+");
            second.client().close();
            Soon.until(() -> {
                tasks().register("t" + System.nanoTime(), ctx -> {}); // a gone viewer is found by a write
                return statusOfAStream(port) == 200;
            });
            assertThat(first.next().data()).isNotEmpty();
        }
    }

    @Test
    void anOldStreamIsToldToComeBackAndEndsProperly() throws IOException {
        int port = hosted(HostSettings.DEFAULTS.withMaxStreamAge(Duration.ofMillis(500)))
                .port();
        try (Watcher watcher = Watcher.ready(port)) {
            List<Watcher.Frame> frames = watcher.untilEnd();
            assertThat(frames).hasSize(1);
            assertThat(Integer.parseInt(frames.getFirst().field("retry: "))).isBetween(1_000, 31_000);
        }
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedFor() throws IOException {
        int port = hosted(HostSettings.DEFAULTS.withRequestDeadline(Duration.ofMillis(300)))
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
        int port = hosted(HostSettings.DEFAULTS).port();
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
                .heartbeatInterval(Duration.ofMillis(200))
                .build();
        Hosted host = hosted(endpoint, HostSettings.DEFAULTS.withMaxStreams(STREAMS)); // none is counted for ever
        tasks().register("t", ctx -> {});
        for (int i = 0; i < ROUNDS; i++) {
            tasks().start("t");
            round(endpoint, host.port());
            boolean isLast = i == ROUNDS - 1; // which waits for the heartbeats
            Soon.until(() -> {
                if (!isLast) {
                    tasks().register("gone-" + System.nanoTime(), ctx -> {}); // a gone viewer is found by a write
                }
                return endpoint.streams() == 0 && host.isIdle().getAsBoolean();
            });
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
        int port = hosted(endpoint, HostSettings.DEFAULTS).port();
        try (AllLogs logs = AllLogs.open()) {
            for (int i = 0; i < 100; i++) {
                Watcher watcher = Watcher.ready(port);
                watcher.client().socket().setSoLinger(i % 2 == 0, 0);
                watcher.close();
                tasks().register("t" + i, ctx -> {});
            }
            Soon.until(() -> endpoint.streams() == 0);
            assertThat(RawClient.ask(port, "GET", "/tasks").status()).isEqualTo(200);
            assertThat(logs.texts()).isEmpty();
        }
    }

    @Test
    void aClientThatGoesInMidBodyLeavesNothing() throws IOException {
        Hosted host = hosted(HostSettings.DEFAULTS);
        int port = host.port();
        try (AllLogs logs = AllLogs.open()) {
            for (int i = 0; i < 20; i++) {
                try (RawClient client = new RawClient(port)) {
                    client.request("POST", "/tasks/t/start", "Content-Type: application/json", "Content-Length: 10")
                            .send("{");
                    assertThat(RawClient.ask(port, "GET", "/tasks").status()).isEqualTo(200);
                    client.socket().setSoLinger(i % 2 == 0, 0);
                }
            }
            Soon.until(() -> host.isIdle().getAsBoolean());
            assertThat(logs.texts()).isEmpty();
        }
    }
}
