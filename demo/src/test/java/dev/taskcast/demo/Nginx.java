package dev.taskcast.demo;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** nginx in front of a server, set up with {@code proxy_pass} and nothing else. Where it is not installed, the test is skipped. */
final class Nginx implements AutoCloseable {
    @SuppressWarnings("InlineFormatString") // a file of its own, in all but name
    private static final String CONFIG = """
            daemon off;
            user root;
            pid %1$s/pid;
            error_log %1$s/error.log;
            events {}
            http {
                access_log off;
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
                server {
                    listen 127.0.0.1:%2$d;
                    location / { proxy_pass http://127.0.0.1:%3$d; }
                }
            }
            """;

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Nginx inFrontOf(int server, Path folder) throws IOException {
        Optional<Path> executable = find();
        Assumptions.assumeTrue(
                executable.isPresent(), "needs nginx on the PATH or in /usr/sbin, or its place in TASKCAST_NGINX");
        int port = freePort();
        Path config = Files.writeString(folder.resolve("nginx.conf"), String.format(CONFIG, folder, port, server));
        Path log = folder.resolve("error.log");
        Process process = new ProcessBuilder(
                        executable.orElseThrow().toString(), "-e", log.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        Nginx nginx = new Nginx(process, port);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive() || isListening(port));
        if (!process.isAlive()) {
            throw new IllegalStateException("nginx has ended: " + Files.readString(folder.resolve("output")));
        }
        return nginx;
    }

    private static Optional<Path> find() {
        String named = System.getenv().getOrDefault("TASKCAST_NGINX", "");
        List<String> path = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1));
        return Stream.concat(
                        Stream.of(Path.of(named), Path.of("/usr/sbin/nginx")),
                        path.stream().map(folder -> Path.of(folder, "nginx")))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
