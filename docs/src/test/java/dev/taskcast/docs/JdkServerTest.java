package dev.taskcast.docs;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.testkit.http.HttpContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server of docs/adapting.md passes the contract, but for what the JDK's server does in its own way. */
@ExtendWith(JdkLimits.class)
final class JdkServerTest extends HttpContract {
    private static final List<Future<?>> CLOSES = new ArrayList<>();
    private static final ExecutorService CLOSING = Executors.newVirtualThreadPerTaskExecutor();

    /** The JDK's server takes half a second to close: the next test need not wait for that. */
    @Override
    protected Running start(List<TaskEndpoint> endpoints) {
        try {
            JdkServer server = new JdkServer(endpoints.getFirst(), 0);
            return new Running(server.port(), () -> CLOSES.add(CLOSING.submit(server::close)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void allHaveClosed() throws Exception {
        for (Future<?> close : CLOSES) {
            close.get(30, TimeUnit.SECONDS);
        }
        CLOSING.shutdown();
    }
}
