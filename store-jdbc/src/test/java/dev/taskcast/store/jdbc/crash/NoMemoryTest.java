package dev.taskcast.store.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All memory is taken for some seconds and given back, while a process works: afterwards it works as before. */
class NoMemoryTest {
    private static final Duration LIMIT = Duration.ofSeconds(60); // a net; it is well within a second or two

    @TempDir
    Path folder;

    private Process process(String where) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HungryWorker.class.getName(),
                        where)
                .redirectError(
                        ProcessBuilder.Redirect.to(folder.resolve("errors").toFile()))
                .start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a store", "memory"})
    void aProcessThatHadNoMemoryForAMomentWorksAsBefore(String where) throws Exception {
        Process process =
                process(where.equals("memory") ? where : folder.resolve("tasks").toString());
        AtomicBoolean isOver = new AtomicBoolean();
        List<Thread> askers = new ArrayList<>();
        try (BufferedReader out =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                OutputStream in = process.getOutputStream()) {
            int port = Integer.parseInt(out.readLine().substring("READY ".length()));
            AtomicInteger numbers = new AtomicInteger();
            // A class that is first used where there is no memory may stay broken: that is the JVM's own affair.
            worksAsBefore(port, numbers);
            for (int i = 0; i < 3; i++) {
                askers.add(Thread.ofPlatform().start(() -> ask(port, isOver, numbers)));
            }
            tell(in, "take 4000");
            assertThat(out.readLine()).isEqualTo("GIVEN BACK");
            isOver.set(true);
            for (Thread asker : askers) {
                asker.join();
            }
            await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> worksAsBefore(port, numbers));
            await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> {
                tell(in, "status");
                assertThat(out.readLine()).isEqualTo("UP");
            });
        } catch (Exception | AssertionError failure) {
            failure.addSuppressed(new AssertionError("The process has logged: " + lastWords()));
            throw failure;
        } finally {
            isOver.set(true);
            process.destroyForcibly();
        }
    }

    /** What it has logged last: why it does not work as before is only there. */
    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("errors"));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 200), lines.size()));
    }

    private static void tell(OutputStream in, String line) throws IOException {
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    private static HttpResponse<String> submit(HttpClient client, int port, String id) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/tasks"))
                        .timeout(Duration.ofSeconds(3))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"type\":\"quick\",\"payload\":\"x\",\"id\":\"" + id + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Whatever comes of it. */
    private static void ask(int port, AtomicBoolean isOver, AtomicInteger numbers) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!isOver.get()) {
                try {
                    HttpResponse<String> ignored = submit(client, port, "t" + numbers.incrementAndGet());
                } catch (Exception expected) {
                    Thread.onSpinWait();
                }
            }
            client.shutdownNow();
        }
    }

    private static void worksAsBefore(int port, AtomicInteger numbers) throws Exception {
        for (int i = 0; i < 16; i++) { // each event loop and request thread has to
            assertThat(RawClient.ask(port, "GET", "/tasks?limit=1").status()).isEqualTo(200);
        }
        try (HttpClient client = HttpClient.newHttpClient();
                Watcher watcher = Watcher.ready(port)) {
            String id = "after-" + numbers.incrementAndGet();
            assertThat(submit(client, port, id).statusCode()).isEqualTo(201);
            watcher.await("\"id\":\"" + id + "\"", "\"status\":\"completed\"");
            watcher.await("\"id\":\"ticking\"", "\"message\":\"Ticking\"");
            client.shutdownNow();
        }
    }
}
