package dev.taskcast.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.testkit.http.EndpointContract;
import dev.taskcast.testkit.http.RawClient;
import io.javalin.Javalin;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** On Javalin. */
final class JavalinTest extends EndpointContract {
    @Override
    protected Running start(TaskEndpoint endpoint) {
        Javalin app = JavalinTasks.start(endpoint, 0);
        return new Running(app.port(), app::stop);
    }

    @Test
    void theRoutesOfTheApplicationAreItsOwn() throws IOException {
        int port = serve(TaskEndpoint.builder(tasks()).build());
        assertThat(RawClient.ask(port, "GET", "/hello").body()).isEqualTo("Hello");
        assertThat(RawClient.ask(port, "GET", "/tasks").status()).isEqualTo(200);
    }
}
