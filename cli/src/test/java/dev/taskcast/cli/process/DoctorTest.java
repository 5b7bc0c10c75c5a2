package dev.taskcast.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.taskcast.TaskManager;
import dev.taskcast.cli.command.CliRun;
import dev.taskcast.server.TaskServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of a server, and of what stands before it. */
class DoctorTest {
    private static final String PASSWORD = "changeit";
    private static final String BUFFERING = "proxy_ignore_headers X-Accel-Buffering; proxy_set_header Host $http_host;";

    @TempDir
    private Path folder;

    private final TaskManager tasks = TaskManager.create();
    private final TaskServer server = TaskServer.start(tasks, 0);

    @AfterEach
    void close() {
        server.close();
        tasks.close();
    }

    private static CliRun doctor(int port, String... more) {
        return doctor("300ms", port, more);
    }

    private static CliRun doctor(String patience, int port, String... more) {
        String[] arguments = Stream.concat(
                        Stream.of("doctor", "--patience", patience, "--timeout", "9s"), Stream.of(more))
                .toArray(String[]::new);
        return CliRun.of(Map.of("TASKCAST_URL", "http://localhost:" + port + "/tasks"), "", arguments);
    }

    @Test
    void aServerWithNothingInFrontIsWell() {
        CliRun run = doctor(server.port());
        assertThat(run.lines()).allMatch(line -> line.startsWith("ok"));
        assertThat(run.out())
                .contains(
                        "tasks: the endpoint answers",
                        "clock: as here",
                        "stream: arrives unbuffered",
                        "compression: none")
                .contains("reconnect: goes on where it was", "post: gets through", "idle: open for");
        assertThat(run.exitCode()).isZero();
        assertThat(doctor(server.port(), "--json").lines())
                .allMatch(line -> line.startsWith("{\"grade\":\"ok\",\"topic\":\""));
    }

    @Test
    void aProxyThatHoldsStreamsBackIsFound() throws Exception {
        withNginx("300ms", BUFFERING, run -> {
            assertThat(run.out()).contains("Server: nginx", "fail  stream: held back: ", "proxy_buffering off");
            assertThat(run.exitCode()).isEqualTo(1);
        });
    }

    @Test
    void aProxyThatPassesNoHostOnIsFound() throws Exception {
        withNginx("300ms", "", run -> {
            assertThat(run.out()).contains("stream: arrives unbuffered", "warn  post: refused as another site's");
            assertThat(run.exitCode()).isZero();
        });
    }

    @Test
    void aProxyThatTakesTheLastIdOutIsFound() throws Exception {
        withNginx("300ms", "proxy_set_header Host $http_host; proxy_set_header Last-Event-ID '';", run -> {
            assertThat(run.out()).contains("fail  reconnect: the header Last-Event-ID does not get through");
            assertThat(run.exitCode()).isEqualTo(1);
        });
    }

    @Test
    void aProxyThatCompressesAndCutsIsFound() throws Exception {
        String cutting =
                "proxy_set_header Host $http_host; proxy_read_timeout 1s; gzip on; gzip_types text/event-stream;"
                        + " gzip_proxied any; gzip_min_length 0;";
        withNginx("20s", cutting, run -> {
            assertThat(run.out()).contains("warn  compression: something between compresses it: gzip");
            assertThat(run.out()).contains("fail  idle: it was cut after");
            assertThat(run.exitCode()).isEqualTo(1);
        });
    }

    private interface Judgment {
        void of(CliRun run);
    }

    private void withNginx(String patience, String lines, Judgment judgment) throws Exception {
        Optional<Path> executable = Stream.of(
                        System.getenv().getOrDefault("TASKCAST_NGINX", ""), "/usr/sbin/nginx", "/usr/bin/nginx")
                .filter(each -> !each.isEmpty())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(executable.isPresent(), "needs nginx in TASKCAST_NGINX or /usr/sbin");
        int port = Processes.freePort();
        Path configuration =
                Files.writeString(folder.resolve("nginx.conf"), """
                pid %1$s/pid;
                error_log %1$s/error.log;
                events {}
                http {
                  access_log off;
                  client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                  server {
                    listen 127.0.0.1:%2$d;
                    location / { proxy_pass http://127.0.0.1:%3$d; %4$s }
                  }
                }
                """.formatted(folder, port, server.port(), lines));
        Process nginx = new ProcessBuilder(
                        executable.get().toString(),
                        "-e",
                        folder + "/error.log",
                        "-c",
                        configuration.toString(),
                        "-g",
                        "daemon off;")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            Processes.awaitListening(port);
            judgment.of(doctor(patience, port));
        } finally {
            nginx.destroy();
            nginx.waitFor();
        }
    }

    @Test
    void whatIsNoEndpointIsFound() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("login".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        other.start();
        try {
            CliRun run = doctor(other.getAddress().getPort());
            assertThat(run.out()).contains("fail  tasks: no list of tasks came, but text/html");
            assertThat(run.exitCode()).isEqualTo(5);
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aCertificateThatNobodyTrustsIsFound() throws Exception {
        Path store = folder.resolve("own.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool").toFile())
                .start();
        assertThat(made.waitFor()).isZero();
        HttpsServer other = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.setHttpsConfigurator(new HttpsConfigurator(tls(store)));
        other.start();
        try {
            String url = "https://localhost:" + other.getAddress().getPort() + "/tasks";
            CliRun run = CliRun.of(Map.of("TASKCAST_URL", url), "", "doctor");
            assertThat(run.out()).contains("fail  connection: TLS fails: ", "trustStore");
            assertThat(run.exitCode()).isEqualTo(6);
        } finally {
            other.stop(0);
        }
    }

    private static SSLContext tls(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void nobodyThereIsFound() throws IOException {
        CliRun run = doctor(Processes.freePort());
        assertThat(run.out()).contains("fail  connection: no connection");
        assertThat(run.exitCode()).isEqualTo(6);
    }
}
