package dev.taskcast.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.servlet.TaskcastServlet;
import dev.taskcast.testkit.http.Watcher;
import io.javalin.Javalin;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** On Javalin. */
final class JavalinTest extends ApplicationContract {
    private static final int HEARTBEATS = 10;

    @Override
    protected Running start(TaskEndpoint endpoint) {
        Javalin app = JavalinTasks.start(endpoint, 0);
        return new Running(app.port(), app::stop);
    }

    @Test
    void theTimeoutOfItsOwnRoutesDoesNotEndAStream() throws IOException {
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks())
                .heartbeatInterval(Duration.ofMillis(100))
                .build();
        Javalin app = Javalin.create(config -> {
                    config.http.asyncTimeout = 100;
                    JavalinTasks.mount(new TaskcastServlet(endpoint), config);
                })
                .start("127.0.0.1", 0);
        try (Watcher watcher = Watcher.ready(app.port())) {
            for (int i = 0; i < HEARTBEATS; i++) {
                assertThat(watcher.next().isHeartbeat()).isTrue();
            }
        } finally {
            app.stop();
        }
    }
}
