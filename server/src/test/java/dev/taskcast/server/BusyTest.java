package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.RawClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All request threads are taken, and as many requests wait as may. */
final class BusyTest {
    private static final int THREADS = 8;
    private static final int WAITING = 1_024;

    private final TaskManager tasks = TaskManager.create();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        answer.countDown();
        for (RawClient client : clients) {
            client.close();
        }
        tasks.close(); // and the server with it
        Stuck.awaitNoThreads();
    }

    private boolean isLetIn() {
        asked.incrementAndGet();
        try {
            answer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    @Test
    void oneRequestTooManyIsToldToComeBackAndTheOthersAreAnswered() throws IOException {
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks)
                .authorize(request -> isLetIn())
                .allowedOrigins(false, "https://app.example")
                .build();
        int port = TaskServer.builder().endpoint(endpoint).port(0).start().port();
        for (int i = 0; i < THREADS + WAITING + 1; i++) {
            clients.add(new RawClient(port).request("GET", "/tasks", "Origin: https://app.example"));
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> answered().size() == 1);

        RawClient refused = answered().getFirst();
        Answer busy = refused.answer().isProblem(503, "busy");
        assertThat(busy.header("Retry-After")).matches("[0-9]+");
        assertThat(busy.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
        assertThat(asked.get()).isEqualTo(THREADS);
        answer.countDown();
        for (RawClient client : clients) {
            if (client != refused) {
                assertThat(client.answer().status()).isEqualTo(200);
            }
        }
        assertThat(refused.request("GET", "/tasks").answer().status())
                .as("the connection goes on")
                .isEqualTo(200);
    }

    private List<RawClient> answered() throws IOException {
        List<RawClient> answered = new ArrayList<>();
        for (RawClient client : clients) {
            if (client.socket().getInputStream().available() > 0) {
                answered.add(client);
            }
        }
        return answered;
    }
}
