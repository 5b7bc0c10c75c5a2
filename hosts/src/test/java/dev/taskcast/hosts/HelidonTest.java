package dev.taskcast.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** On Helidon SE. */
final class HelidonTest extends ApplicationContract {
    private static final List<Future<?>> STOPS = new ArrayList<>();
    private static final ExecutorService STOPPING = Executors.newVirtualThreadPerTaskExecutor();

    /** Helidon takes a quarter of a second to stop: the next test need not wait for that. */
    @Override
    protected Running start(TaskEndpoint endpoint) {
        HelidonTasks handler = new HelidonTasks(endpoint);
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .routing(
                        HttpRouting.builder().any(handler).get("/hello", (request, response) -> response.send("Hello")))
                .build()
                .start();
        return new Running(server.port(), () -> {
            handler.close();
            STOPS.add(STOPPING.submit(server::stop));
        });
    }

    @AfterAll
    static void allHaveStopped() throws Exception {
        for (Future<?> stop : STOPS) {
            stop.get(30, TimeUnit.SECONDS);
        }
        STOPPING.shutdown();
    }

    @Test
    @Override
    @Disabled("Helidon has virtual threads for its connections, so handlers that spin on all carriers hold it up")
    public void cancelsAndTimeoutsAreOnTimeWhileHandlersSpinOnEveryCore() {}

    @Test
    void connectionsHaveVirtualThreads() throws IOException {
        AtomicBoolean isVirtual = new AtomicBoolean();
        int port = serve(TaskEndpoint.builder(tasks())
                .authorize(request -> {
                    isVirtual.set(Thread.currentThread().isVirtual());
                    return true;
                })
                .build());
        assertThat(RawClient.ask(port, "GET", "/tasks").status()).isEqualTo(200);
        assertThat(isVirtual).isTrue();
    }

    @Test
    void aCancelIsOnTimeWhileHandlersSpinOnEveryCoreOnPlatformThreads() throws IOException {
        AtomicBoolean stop = new AtomicBoolean();
        int port = serve();
        try (Watcher watcher = Watcher.ready(port)) {
            TaskOptions options = TaskOptions.builder().platformThread().build();
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                tasks().register(
                                "spin-" + i,
                                ctx -> {
                                    while (!stop.get()) {
                                        Thread.onSpinWait();
                                    }
                                },
                                options);
                tasks().start("spin-" + i);
            }
            watcher.await("\"taskId\":\"spin-0\"", "\"status\":\"running\"");
            long begun = System.nanoTime();
            assertThat(RawClient.ask(port, "POST", "/tasks/spin-0/cancel").status())
                    .isEqualTo(202);
            watcher.await("\"taskId\":\"spin-0\"", "\"status\":\"canceled\"");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        } finally {
            stop.set(true);
        }
    }
}
