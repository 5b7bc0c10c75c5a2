package dev.taskcast.docs;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.testkit.http.HttpContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server of docs/adapting.md passes the contract, but for what the JDK's server does in its own way. */
@ExtendWith(JdkLimits.class)
final class JdkServerTest extends HttpContract {
    @Override
    protected Running start(List<TaskEndpoint> endpoints) {
        try {
            JdkServer server = new JdkServer(endpoints.getFirst(), 0);
            return new Running(server.port(), server::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
