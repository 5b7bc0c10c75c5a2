package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.transport.Transport;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.RawClient.Answer;
import dev.taskcast.testkit.http.Watcher;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server ends, whoever is connected, and leaves nothing behind. */
final class ServerCloseTest {
    private final TaskManager tasks = TaskManager.create();
    private final ExecutorService others = Executors.newCachedThreadPool();

    @AfterEach
    void closeAll() {
        tasks.close();
        others.shutdownNow();
        Stuck.awaitNoThreads();
    }

    private Future<Boolean> joined(TaskServer server) {
        return others.submit(() -> {
            server.join();
            return true;
        });
    }

    private static <T> T get(Future<T> future) throws InterruptedException {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closingTellsViewersToComeBackAndLeavesNothing() throws Exception {
        TaskServer server = TaskServer.start(tasks, 0);
        Future<Boolean> joined = joined(server);
        try (Watcher watcher = Watcher.ready(server.port());
                RawClient idle = new RawClient(server.port())) {
            assertThat(idle.request("GET", "/tasks").answer().status()).isEqualTo(200);
            assertThat(joined.isDone()).isFalse();
            server.close();
            List<Watcher.Frame> last = watcher.untilEnd();
            assertThat(last).hasSize(1);
            assertThat(Integer.parseInt(last.getFirst().field("retry: "))).isBetween(1_000, 3_010);
            assertThat(idle.read()).isEqualTo(-1);
        }
        assertThat(get(joined)).isTrue();
        assertThat(Stuck.threads()).noneMatch(name -> name.matches("taskcast-(http|request).*"));
        assertThatThrownBy(() -> new RawClient(server.port()).close()).isInstanceOf(ConnectException.class);
        try (TaskServer again = TaskServer.start(tasks, server.port())) {
            assertThat(RawClient.ask(again.port(), "GET", "/tasks").status()).isEqualTo(200);
        }
    }

    @Test
    void closingTheManagerEndsTheServerToo() throws Exception {
        TaskServer server = TaskServer.start(tasks, 0);
        Future<Boolean> joined = joined(server);
        try (Watcher watcher = Watcher.ready(server.port())) {
            tasks.close();
            assertThat(watcher.untilEnd().getLast().field("retry: ")).isNotEmpty();
        }
        assertThat(get(joined)).isTrue();
        assertThatThrownBy(() -> new RawClient(server.port()).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void aHundredStreamsOfWhichOneIsStuckDoNotHoldTheCloseUp() throws IOException {
        Stuck.fill(tasks);
        TaskServer server = TaskServer.start(tasks, 0);
        List<Watcher> watchers = new ArrayList<>();
        try (Watcher stuck = Stuck.viewer(server.port())) {
            for (int i = 1; i < 100; i++) {
                watchers.add(
                        new Watcher(new RawClient(server.port()), RawClient.text("GET", "/tasks/events?task=none")));
                watchers.getLast().await("\"type\":\"ready\"");
            }
            long begun = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
            for (Watcher watcher : watchers) {
                assertThat(watcher.untilEnd().getLast().field("retry: ")).isNotEmpty();
            }
            assertThat(stuck.head().status()).isEqualTo(200);
        } finally {
            for (Watcher watcher : watchers) {
                watcher.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestUnderWayIsAnsweredBeforeTheEnd(Transport transport) throws Exception {
        assumeTrue(transport.isAvailable());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        TaskServer server = blockedBy(asked, answer, transport);
        try (RawClient client = new RawClient(server.port()).request("GET", "/tasks")) {
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            Future<?> closed = others.submit(server::close);
            assertThatThrownBy(() -> closed.get(200, TimeUnit.MILLISECONDS)).isNotNull();
            answer.countDown();
            Answer answered = client.answer();
            assertThat(answered.status()).isEqualTo(200);
            get(closed);
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @Test
    void aRequestThatHangsDoesNotHoldTheCloseUp() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        TaskServer server = blockedBy(asked, new CountDownLatch(1), Transport.best()); // until it is interrupted
        try (RawClient client = new RawClient(server.port()).request("GET", "/tasks")) {
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            long begun = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
            client.socket().setSoTimeout(1_000);
            while (client.read() >= 0) {
                // an answer or none, but an end
            }
        }
    }

    private TaskServer blockedBy(CountDownLatch asked, CountDownLatch answer, Transport transport) {
        return TaskServer.builder()
                .endpoint(TaskEndpoint.builder(tasks)
                        .authorize(request -> {
                            asked.countDown();
                            try {
                                answer.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return true;
                        })
                        .build())
                .port(0)
                .transport(transport)
                .start();
    }

    @Test
    void everyCloserReturnsOnceItIsClosed() throws Exception {
        TaskServer server = TaskServer.start(tasks, 0);
        List<Future<?>> closers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            closers.add(others.submit(server::close));
        }
        for (Future<?> closer : closers) {
            Object nothing = get(closer);
            assertThat(nothing).isNull();
            assertThat(joined(server).get(1, TimeUnit.SECONDS)).isTrue();
        }
        server.close();
    }

    @Test
    void aHandlerMayCloseTheServer() throws Exception {
        TaskServer server = TaskServer.start(tasks, 0);
        tasks.register("closer", ctx -> server.close());
        RawClient.ask(server.port(), "POST", "/tasks/closer/start");
        assertThat(get(joined(server))).isTrue();
    }
}
