package dev.taskcast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.TaskServer;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server behind nginx with its defaults, which sends the upstream's address as the host. */
final class NginxTest {
    private static final String PUBLIC = "http://tasks.example.com";
    private static final String ORIGIN = "Origin: " + PUBLIC;

    @TempDir
    private Path folder;

    private final TaskManager tasks = TaskManager.create();
    private final AtomicReference<@Nullable String> host = new AtomicReference<>();
    private TaskServer server;
    private Nginx nginx;

    @BeforeEach
    void start() throws IOException {
        tasks.register("t", ctx -> {});
        server = TaskServer.builder()
                .endpoint(TaskEndpoint.builder(tasks)
                        .authorize(request -> {
                            host.set(request.header("Host"));
                            return true;
                        })
                        .build())
                .endpoint(TaskEndpoint.builder(tasks)
                        .path("/named")
                        .publicOrigin(PUBLIC)
                        .build())
                .port(0)
                .start();
        nginx = Nginx.inFrontOf(server.port(), folder);
    }

    @AfterEach
    void stop() {
        if (nginx != null) {
            nginx.close();
        }
        server.close();
        tasks.close();
    }

    @Test
    void aPagesOwnStartIsDoneWhereItsBrowserSaysSo() throws IOException {
        String same = "Sec-Fetch-Site: same-origin";
        assertThat(RawClient.ask(nginx.port(), "POST", "/tasks/t/start", ORIGIN, same)
                        .status())
                .isEqualTo(202);
        assertThat(host.get()).as("not what the browser has asked for").isEqualTo("127.0.0.1:" + server.port());
        for (String other : new String[] {"cross-site", "same-site"}) {
            RawClient.ask(nginx.port(), "POST", "/tasks/t/start", ORIGIN, "Sec-Fetch-Site: " + other)
                    .isProblem(403, "cross_site");
        }
        RawClient.ask(nginx.port(), "POST", "/tasks/t/start", ORIGIN, same, same)
                .isProblem(403, "cross_site");
    }

    @Test
    void withoutTheBrowsersWordItIsDoneWhereThePublicOriginIsNamed() throws IOException {
        RawClient.ask(nginx.port(), "POST", "/tasks/t/start", ORIGIN).isProblem(403, "cross_site");
        assertThat(RawClient.ask(nginx.port(), "POST", "/named/t/start", ORIGIN).status())
                .isEqualTo(202);
        RawClient.ask(nginx.port(), "POST", "/named/t/start", "Origin: http://evil.example")
                .isProblem(403, "cross_site");
    }

    @Test
    void aStreamIsNotHeldBack() throws IOException {
        try (Watcher watcher = Watcher.ready(nginx.port())) {
            for (int i = 0; i < 3; i++) {
                tasks.register("u" + i, ctx -> {});
                assertThat(watcher.next().data()).contains("\"taskId\":\"u" + i + "\"");
            }
        }
    }
}
