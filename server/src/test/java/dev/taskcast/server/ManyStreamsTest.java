package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.testkit.http.RawClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A loop looks after its streams a part at a time: that must be all of them. */
final class ManyStreamsTest {
    private static final int STREAMS = 3_000; // of some loops, several parts each
    private static final int HEARTBEATS = 3;

    @Test
    void eachOfManyIdleStreamsGetsHeartbeats() throws IOException {
        try (TaskManager tasks = TaskManager.create();
                TaskServer server = TaskServer.builder()
                        .endpoint(TaskEndpoint.builder(tasks)
                                .heartbeatInterval(Duration.ofMillis(400))
                                .build())
                        .port(0)
                        .start()) {
            byte[] request = RawClient.text("GET", "/tasks/events").getBytes(StandardCharsets.US_ASCII);
            List<Socket> viewers = new ArrayList<>();
            try {
                for (int i = 0; i < STREAMS; i++) {
                    Socket viewer = new Socket(InetAddress.getLoopbackAddress(), server.port());
                    viewer.setSoTimeout(20_000);
                    viewers.add(viewer);
                    viewer.getOutputStream().write(request);
                }
                for (Socket viewer : viewers) {
                    assertThat(heartbeats(viewer)).isEqualTo(HEARTBEATS);
                }
            } finally {
                for (Socket viewer : viewers) {
                    viewer.close();
                }
            }
        }
    }

    private static int heartbeats(Socket viewer) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(viewer.getInputStream(), StandardCharsets.UTF_8));
        int heartbeats = 0;
        while (heartbeats < HEARTBEATS) {
            String line = lines.readLine();
            if (line == null) {
                break;
            }
            heartbeats += line.startsWith(": heartbeat") ? 1 : 0;
        }
        return heartbeats;
    }
}
