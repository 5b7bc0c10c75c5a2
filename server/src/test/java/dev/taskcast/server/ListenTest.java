package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.TaskManager;
import dev.taskcast.http.Page;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.testkit.http.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a server listens, and what it is built of. */
final class ListenTest {
    private final TaskManager tasks = TaskManager.create();

    @AfterEach
    void closeAll() {
        tasks.close();
        Stuck.awaitNoThreads();
    }

    private static InetAddress ipv4() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static InetAddress ipv6() throws IOException {
        byte[] address = new byte[16];
        address[15] = 1;
        return InetAddress.getByAddress(address);
    }

    private static int ask(InetAddress address, int port) throws IOException {
        try (RawClient client = new RawClient(new Socket(address, port))) {
            return client.request("GET", "/tasks").answer().status();
        }
    }

    @Test
    void bothLoopbackAddressesAnswer() throws IOException {
        try (TaskServer server = TaskServer.start(tasks, 0)) {
            assertThat(ask(ipv4(), server.port())).isEqualTo(200);
            assertThat(ask(ipv6(), server.port())).isEqualTo(200);
        }
    }

    @Test
    void anAddressTakesThePlaceOfLoopback() throws IOException {
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
        try (TaskServer server =
                TaskServer.builder().endpoint(endpoint).address(ipv6()).port(0).start()) {
            assertThat(ask(ipv6(), server.port())).isEqualTo(200);
            assertThatThrownBy(() -> ask(ipv4(), server.port())).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        isRefusedWhileInUse(ipv4());
    }

    @Test
    void aPortInUseOnTheOtherLoopbackAddressIsNamed() throws IOException {
        isRefusedWhileInUse(ipv6());
    }

    private void isRefusedWhileInUse(InetAddress address) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, address)) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> TaskServer.start(tasks, port))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(String.valueOf(port));
        }
        tasks.close();
        Stuck.awaitNoThreads();
    }

    @Test
    void aServerForAClosedManagerIsNotStarted() {
        tasks.close();
        assertThatThrownBy(() -> TaskServer.start(tasks, 0)).isInstanceOf(IllegalStateException.class);
        Stuck.awaitNoThreads();
    }

    @Test
    void settingsThatCanNotBeAreRefused() {
        TaskServer.Builder builder = TaskServer.builder()
                .endpoint(TaskEndpoint.builder(tasks).build())
                .page(page());
        assertThatThrownBy(() -> builder.endpoint(TaskEndpoint.builder(tasks).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/tasks");
        assertThatThrownBy(() -> builder.page(page()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/app.js");
        assertThatThrownBy(() -> builder.port(65_536)).hasMessageContaining("65536");
        assertThatThrownBy(() -> builder.maxStreams(0)).hasMessageContaining("0");
        assertThatThrownBy(() -> builder.writeDeadline(Duration.ZERO)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> builder.maxStreamAge(Duration.ofSeconds(-1))).hasMessageContaining("PT-1S");
    }

    private static Page page() {
        byte[] body = "alert('\u00fc')".getBytes(StandardCharsets.UTF_8);
        return new Page("/app.js", "text/javascript; charset=utf-8", body, Map.of("X-Mine", "yes"));
    }

    @Test
    void aPageIsSentWithItsHeadersOnGetAndHead() throws IOException {
        try (TaskServer server = TaskServer.builder()
                        .page(page())
                        .endpoint(TaskEndpoint.builder(tasks).build())
                        .port(0)
                        .start();
                RawClient client = new RawClient(server.port())) {
            RawClient.Answer get = client.request("GET", "/app.js?v=1").answer();
            assertThat(get.status()).isEqualTo(200);
            assertThat(get.body()).isEqualTo("alert('\u00fc')");
            assertThat(get.head().headers())
                    .containsExactlyInAnyOrder(
                            "content-type: text/javascript; charset=utf-8",
                            "cache-control: no-cache",
                            "x-content-type-options: nosniff",
                            "x-mine: yes",
                            "content-length: 11");
            assertThat(client.request("HEAD", "/app.js").head()).isEqualTo(get.head());
            RawClient.Answer post = client.request("POST", "/app.js").answer().isProblem(405, "method_not_allowed");
            assertThat(post.header("Allow")).isEqualTo("GET, HEAD");
            client.request("GET", "/app.js/more").answer().isProblem(404, "not_found");
            assertThat(client.request("GET", "/tasks").answer().status()).isEqualTo(200);
        }
    }
}
