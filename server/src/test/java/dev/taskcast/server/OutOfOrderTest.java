package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.time.TaskClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A server whose manager can't go on says so by its sockets, and takes requests again once it can. */
final class OutOfOrderTest {
    /** Time that goes faster, and that the publisher can't be told. */
    private static final class BadClock implements TaskClock {
        private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

        private final AtomicLong ahead = new AtomicLong();
        private volatile boolean isBad;

        @Override
        public Instant instant() {
            return TaskClock.system().instant();
        }

        @Override
        public long nanos() {
            if (isBad && CALLERS.getCallerClass().getSimpleName().equals("Publisher")) {
                throw new OutOfMemoryError("thrown by the test");
            }
            return System.nanoTime() + ahead.get();
        }

        @Override
        public Timers newTimers() {
            return TaskClock.system().newTimers();
        }
    }

    @Test
    void theSocketsCloseWhileTheManagerIsOutOfOrder() throws IOException {
        BadClock clock = new BadClock();
        try (TaskManager tasks = TaskManager.builder().clock(clock).build();
                TaskServer server = TaskServer.builder()
                        .endpoint(TaskEndpoint.builder(tasks).build())
                        .port(0)
                        .start();
                RawClient kept = new RawClient(server.port())) {
            assertThat(kept.request("GET", "/tasks").answer().status()).isEqualTo(200);
            clock.isBad = true;
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !tasks.getStoreStatus().isUp());
            assertThat(tasks.getStoreStatus().reason()).contains("taskcast-publisher", "OutOfMemoryError");
            assertThat(kept.request("GET", "/tasks").answer().status())
                    .as("may pass")
                    .isEqualTo(200);
            clock.ahead.addAndGet(Duration.ofSeconds(31).toNanos());
            await().atMost(Duration.ofSeconds(20)).until(() -> isRefused(server.port()));
            assertThat(isEnded(kept)).isTrue();

            clock.isBad = false;
            await().atMost(Duration.ofSeconds(20)).until(() -> !isRefused(server.port()));
            assertThat(RawClient.ask(server.port(), "GET", "/tasks").status()).isEqualTo(200);
            assertThat(tasks.getStoreStatus().isUp()).isTrue();
        }
    }

    private static boolean isEnded(RawClient client) throws IOException {
        try {
            return client.read() == -1;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static boolean isRefused(int port) throws IOException {
        try {
            new RawClient(port).close();
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }
}
