package dev.taskcast.demo.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.TaskServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/proxies.md says of each proxy, with plain HTTP/1.1 and with HTTP/2 over TLS in front. */
@ParameterizedClass(name = "{0} {1}")
@MethodSource("proxies")
@SuppressWarnings("NullAway.Init") // each test begins with start
final class ProxyTest {
    private static final String PUBLIC = "https://tasks.example.com";
    private static final String COMPRESSED = "Accept-Encoding: gzip, deflate, br";
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    private Path folder;

    @Parameter(0)
    private ProxyKind kind;

    @Parameter(1)
    private Transport transport;

    private final TaskManager tasks = TaskManager.create();
    private final BlockingQueue<Double> reports = new LinkedBlockingQueue<>();
    private TaskEndpoint quiet;
    private TaskServer server;
    private Site site;
    private Proxy proxy;
    private HttpClient client;

    static Stream<Arguments> proxies() {
        return Stream.of(ProxyKind.values())
                .flatMap(kind -> Stream.of(Transport.values()).map(transport -> Arguments.of(kind, transport)));
    }

    /** {@code /tasks} sends no heartbeats, which would push along what a proxy holds; {@code /beating} has the default. */
    private void start(Line... lines) throws IOException {
        tasks.register("t", ctx -> {
            while (true) {
                ctx.progress("Importing", reports.take(), 100);
            }
        });
        quiet = TaskEndpoint.builder(tasks).heartbeatInterval(NEVER).build();
        server = TaskServer.builder()
                .endpoint(quiet)
                .endpoint(TaskEndpoint.builder(tasks).path("/beating").build())
                .endpoint(TaskEndpoint.builder(tasks)
                        .path("/named")
                        .publicOrigin(PUBLIC)
                        .build())
                .port(0)
                .start();
        site = Site.inFrontOf(server.port(), folder);
        Set<Line> added = EnumSet.noneOf(Line.class);
        added.addAll(List.of(lines));
        proxy = Proxy.start(kind, site, added);
        client = transport.client();
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.shutdownNow();
        }
        if (proxy != null) {
            proxy.close();
        }
        if (server != null) {
            server.close();
        }
        tasks.close();
    }

    private StreamViewer watch(String path, String... headers) throws IOException, InterruptedException {
        return new StreamViewer(open(path, headers).body());
    }

    private HttpResponse<InputStream> open(String path, String... headers) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = transport.open(client, site, path, headers);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.version()).isEqualTo(transport.version());
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        return response;
    }

    private int post(String path, String... headers) throws IOException, InterruptedException {
        return transport.post(client, site, path, headers).statusCode();
    }

    @Test
    void aFrameArrivesWhileNothingFollowsIt() throws Exception {
        start();
        HttpResponse<InputStream> response = open("/tasks/events", COMPRESSED);
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(fastestOfTen(response.body())).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void soItDoesWithTheSecondLine() throws Exception {
        start(Line.SECOND);
        assertThat(fastestOfTen(open("/tasks/events").body())).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    /** HAProxy heeds the server's {@code no-transform}. The others don't, and send each frame at once all the same. */
    @Test
    void soItDoesWhereStreamsAreToBeCompressed() throws Exception {
        start(Line.COMPRESSION);
        HttpResponse<InputStream> response = open("/tasks/events", COMPRESSED);
        boolean isCompressed = kind != ProxyKind.HAPROXY;
        assertThat(response.headers().firstValue("Content-Encoding"))
                .isEqualTo(isCompressed ? Optional.of("gzip") : Optional.empty());
        InputStream body = isCompressed ? new GZIPInputStream(response.body()) : response.body();
        assertThat(fastestOfTen(body)).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    /** Each is reported once the one before has arrived. A proxy that holds frames back holds back all of them. */
    private long fastestOfTen(InputStream body) throws InterruptedException {
        List<Long> nanos = new ArrayList<>();
        try (StreamViewer viewer = new StreamViewer(body)) {
            viewer.await("\"ready\"");
            tasks.start("t");
            for (int i = 1; i <= 10; i++) {
                long begun = System.nanoTime();
                reports.add((double) i);
                viewer.await("\"current\":" + i);
                nanos.add(System.nanoTime() - begun);
            }
        }
        return Collections.min(nanos);
    }

    @Test
    void aPagesOwnStartAndCancelAreDoneWhereItsBrowserSaysSo() throws Exception {
        start();
        String same = "Sec-Fetch-Site: same-origin";
        String origin = "Origin: " + PUBLIC;
        assertThat(post("/tasks/t/start", origin, same)).isEqualTo(202);
        assertThat(post("/tasks/t/cancel", origin, same)).isEqualTo(202);
        for (String other : List.of("cross-site", "same-site")) {
            assertThat(post("/tasks/t/start", origin, "Sec-Fetch-Site: " + other))
                    .isEqualTo(403);
        }
        assertThat(post("/tasks/t/start", origin, same, same)).as("said twice").isEqualTo(403);
    }

    @Test
    void withoutTheBrowsersWordItsOriginIsEnoughWhereTheHostIsPassedOn() throws Exception {
        start(Line.SECOND);
        String origin = "Origin: " + transport.origin(site);
        assertThat(post("/tasks/t/start", origin)).isEqualTo(202);
        assertThat(post("/tasks/t/cancel", origin)).isEqualTo(202);
        assertThat(post("/tasks/t/start", "Origin: https://evil.example")).isEqualTo(403);
    }

    @Test
    void withoutThatLineTheOriginIsNamed() throws Exception {
        start();
        String own = "Origin: " + transport.origin(site);
        assertThat(post("/tasks/t/start", own)).isEqualTo(kind == ProxyKind.HAPROXY ? 202 : 403);
        String named = "Origin: " + PUBLIC;
        assertThat(post("/tasks/t/start", named)).isEqualTo(403);
        assertThat(post("/named/t/start", named)).isEqualTo(202);
        assertThat(post("/named/t/cancel", named)).isEqualTo(202);
        assertThat(post("/named/t/start", "Origin: https://evil.example")).isEqualTo(403);
    }

    @Test
    void anIdOfAnyCharactersGetsThrough() throws Exception {
        start();
        String id = "a b?c#d+e&f=\"g\":<ü>";
        tasks.register(id, ctx -> {});
        String path = "/tasks/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
        assertThat(post(path + "/start")).isEqualTo(202);
        assertThat(tasks.getState(id).orElseThrow().run()).isEqualTo(1);
    }

    @Test
    void whatIsMissedAfterACutIsReplayed() throws Exception {
        start(Line.SHORT_TIMEOUT);
        try (StreamViewer viewer = watch("/tasks/events")) {
            viewer.await("\"ready\"");
            viewer.end().get(60, TimeUnit.SECONDS);
            isReplayedTo(viewer);
        }
    }

    private void isReplayedTo(StreamViewer cut) throws IOException, InterruptedException {
        List<String> missed = List.of("a", "b", "c");
        missed.forEach(id -> tasks.register(id, ctx -> {}));
        try (StreamViewer again = watch("/tasks/events", "Last-Event-ID: " + cut.lastId())) {
            List<StreamViewer.Frame> frames = again.until("\"ready\"");
            assertThat(frames).noneMatch(frame -> frame.isOf("reset") || frame.isOf("init"));
            assertThat(frames.stream().filter(frame -> frame.isOf("update")))
                    .hasSameSizeAs(missed)
                    .zipSatisfy(missed, (frame, id) -> assertThat(frame.data()).contains("\"taskId\":\"" + id + "\""));
        }
    }

    /** With what it is shipped with: up to five minutes. */
    @Test
    @Tag("long")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void itsOwnTimeoutCutsWhatHasNoHeartbeats() throws Exception {
        start();
        try (StreamViewer quiet = watch("/tasks/events");
                StreamViewer beating = watch("/beating/events")) {
            quiet.await("\"ready\"");
            beating.await("\"ready\"");
            quiet.end().get(8, TimeUnit.MINUTES);
            assertThat(beating.end()).isNotDone();
            isReplayedTo(quiet);
            beating.await("\"taskId\":\"c\"");
        }
    }

    @Test
    void aViewerWhoHasGoneIsNoticed() throws Exception {
        start();
        try (StreamViewer viewer = watch("/tasks/events")) {
            viewer.await("\"ready\"");
            assertThat(quiet.streams()).isEqualTo(1);
        }
        AtomicInteger news = new AtomicInteger();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            if (kind == ProxyKind.APACHE) { // which finds out when it has something to write
                tasks.register("news-" + news.incrementAndGet(), ctx -> {});
            }
            return quiet.streams() == 0;
        });
    }
}
