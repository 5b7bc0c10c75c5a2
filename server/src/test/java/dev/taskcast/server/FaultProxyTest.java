package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.TaskManager;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import dev.taskcast.testkit.proxy.FaultProxy;
import dev.taskcast.testkit.proxy.Faults;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The testkit's proxy, in front of a real server. */
final class FaultProxyTest {
    private static final Faults ALL_TWICE = new Faults(0, 1, 0, 0, Duration.ZERO);
    private static final Faults ALL_CUT = new Faults(1, 0, 0, 0, Duration.ZERO);

    @Test
    void framesComeTwiceAndTheRestPasses() throws IOException {
        try (TaskManager tasks = TaskManager.create();
                TaskServer server = TaskServer.start(tasks, 0);
                FaultProxy proxy = new FaultProxy(server.port(), 1)) {
            proxy.faults(ALL_TWICE);
            try (Watcher watcher = new Watcher(proxy.port())) {
                assertThat(watcher.next().data()).startsWith("{\"type\":\"ready\",\"now\":");
                assertThat(watcher.next().data()).startsWith("{\"type\":\"ready\",\"now\":");
                assertThat(RawClient.ask(proxy.port(), "GET", "/tasks").status())
                        .isEqualTo(200);
                assertThat(proxy.streams().getFirst().sent()).containsOnlyOnce("ready");
                assertThat(proxy.cuts()).isEqualTo(0);
            }
        }
    }

    @Test
    void aCutStreamEndsAndIsCounted() throws IOException {
        try (TaskManager tasks = TaskManager.create();
                TaskServer server = TaskServer.start(tasks, 0);
                FaultProxy proxy = new FaultProxy(server.port(), 1)) {
            proxy.faults(ALL_CUT);
            try (RawClient client = new RawClient(proxy.port()).request("GET", "/tasks/events")) {
                while (client.read() >= 0) {
                    // its head, and what is left of the frame
                }
            }
            assertThat(proxy.cuts()).isEqualTo(1);
        }
    }

    @Test
    void withoutAServerBehindItAClientIsSentAway() throws IOException {
        TaskManager tasks = TaskManager.create();
        TaskServer server = TaskServer.start(tasks, 0);
        int port = server.port();
        tasks.close(); // and the server with it
        try (FaultProxy proxy = new FaultProxy(port, 1);
                RawClient client = new RawClient(proxy.port())) {
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void whatIsNoProbabilityIsRefused(double odd) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Faults(odd, 0, 0, 0, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new Faults(0, 0, 0, odd, Duration.ZERO));
    }

    @Test
    void aNegativeDelayIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Faults(0, 0, 0, 0, Duration.ofMillis(-1)));
    }
}
