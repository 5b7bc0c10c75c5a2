package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Several endpoints stand on one server. */
interface TogetherContract extends Served {
    /**
     * Starts a server with this test's life.
     *
     * @param endpoints what stands on it, each with a path of its own
     * @return its port
     */
    int serveAll(TaskEndpoint... endpoints);

    @Test
    default void theEndpointWithTheLongestPathAnswers() throws IOException {
        try (TaskManager others = TaskManager.create()) {
            tasks().register("mine", ctx -> {});
            others.register("theirs", ctx -> {});
            int port = serveAll(
                    TaskEndpoint.builder(tasks()).path("/a").build(),
                    TaskEndpoint.builder(others).path("/a/b").build());
            assertThat(RawClient.ask(port, "GET", "/a/mine").status()).isEqualTo(200);
            assertThat(RawClient.ask(port, "GET", "/a/b/theirs").status()).isEqualTo(200);
            RawClient.ask(port, "GET", "/a/b/mine").isProblem(404, "unknown_task");
            RawClient.ask(port, "GET", "/a/theirs").isProblem(404, "unknown_task");
        }
    }
}
