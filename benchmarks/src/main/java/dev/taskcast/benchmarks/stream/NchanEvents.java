package dev.taskcast.benchmarks.stream;

import dev.taskcast.benchmarks.process.ProcessStats;
import dev.taskcast.benchmarks.process.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * nginx with nchan: one worker, one channel, messages posted one by one over a connection that stays open. What the worker uses is
 * counted, not the posting.
 */
final class NchanEvents implements EventServer {

    private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");

    @SuppressWarnings("InlineFormatString") // a file of its own, in all but name
    private static final String CONFIG = """
            load_module %1$s;
            daemon off;
            user root;
            worker_processes 1;
            worker_rlimit_nofile 20000;
            pid %2$s/pid;
            error_log %2$s/error.log crit;
            events { worker_connections 15000; }
            http {
                access_log off;
                keepalive_requests 100000000;
                client_body_temp_path %2$s/body;
                proxy_temp_path %2$s/proxy;
                fastcgi_temp_path %2$s/fastcgi;
                uwsgi_temp_path %2$s/uwsgi;
                scgi_temp_path %2$s/scgi;
                nchan_max_reserved_memory 256m;
                server {
                    listen 127.0.0.1:%3$d backlog=4096;
                    location /publish { nchan_publisher; nchan_channel_id tasks; nchan_message_buffer_length 1000; }
                    location /tasks/events {
                        nchan_subscriber eventsource;
                        nchan_channel_id tasks;
                        nchan_subscriber_first_message newest;
                    }
                }
            }
            """;

    private @Nullable Path directory;
    private @Nullable Process nginx;
    private @Nullable Socket publisher;

    static Optional<String> obstacle() {
        return nginx().isPresent() && Files.exists(MODULE)
                ? Optional.empty()
                : Optional.of("nginx with libnginx-mod-nchan is not installed");
    }

    private static Optional<Path> nginx() {
        Path usual = Path.of("/usr/sbin/nginx");
        return Files.isExecutable(usual) ? Optional.of(usual) : Programs.find("nginx");
    }

    /** With Debian's packages. */
    static void install() throws IOException, InterruptedException {
        new ProcessBuilder("apt-get", "install", "-y", "-q", "--no-install-recommends", "nginx", "libnginx-mod-nchan")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
    }

    @Override
    public int start() throws Exception {
        int port = freePort();
        Path home = Files.createTempDirectory("taskcast-nchan");
        directory = home;
        Path config = Files.writeString(home.resolve("nginx.conf"), CONFIG.formatted(MODULE, home, port));
        nginx = new ProcessBuilder(nginx().orElseThrow().toString(), "-p", home.toString(), "-c", config.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        publisher = connect(port);
        return port;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Socket connect(int port) throws Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException notYet) {
                if (attempt == 100) {
                    throw notYet;
                }
                Thread.sleep(50);
            }
        }
    }

    @Override
    public void publish(int task, int events) throws IOException {
        for (int i = 0; i < events; i++) {
            post(Text.update(task));
        }
    }

    private void post(String message) throws IOException {
        Socket to = Objects.requireNonNull(publisher);
        String request = "POST /publish HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(message.length(), message);
        to.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        skipAnswer(to.getInputStream());
    }

    private static void skipAnswer(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            head.append((char) in.read());
        }
        String length = head.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1");
        in.skipNBytes(Long.parseLong(length));
    }

    @Override
    public long history(int events) {
        throw new UnsupportedOperationException("nchan is compared at live events only");
    }

    @Override
    public void report(int calls) {
        throw new UnsupportedOperationException("nchan has no progress calls");
    }

    private long worker() {
        Process master = Objects.requireNonNull(nginx);
        return master.children().findFirst().orElseThrow().pid();
    }

    @Override
    public long cpuNanos() throws IOException {
        return ProcessStats.cpuNanos(worker());
    }

    @Override
    public long heapBytes() {
        return 0;
    }

    @Override
    public long rssBytes() throws IOException {
        return ProcessStats.rssBytes(worker());
    }

    @Override
    public void close() throws IOException {
        if (publisher != null) {
            publisher.close();
        }
        if (nginx != null) {
            nginx.destroy();
            nginx.onExit().join();
        }
        if (directory != null) {
            try (var files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
