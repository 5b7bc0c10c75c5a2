package dev.taskcast.demo.proxies;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A proxy in front of a server: a process of its own, with its shipped configuration and the lines of docs/proxies.md. Where it is
 * not installed, the test is skipped.
 */
public final class Proxy implements AutoCloseable {
    private final Process process;
    private final Site site;

    private Proxy(Process process, Site site) {
        this.process = process;
        this.site = site;
    }

    /**
     * nginx with nothing but {@code proxy_pass}.
     *
     * @param server the server's port
     * @param folder for its files
     * @return once it listens
     */
    public static Proxy nginx(int server, Path folder) throws IOException {
        return start(ProxyKind.NGINX, Site.inFrontOf(server, folder), Set.of());
    }

    static Proxy start(ProxyKind kind, Site site, Set<Line> lines) throws IOException {
        Path executable = kind.find().orElse(null);
        Assumptions.assumeTrue(
                executable != null,
                () -> "needs " + kind.program() + " on the PATH or in /usr/sbin, or its place in " + kind.variable());
        Path output = site.folder().resolve("output");
        ProcessBuilder builder = new ProcessBuilder(kind.command(String.valueOf(executable), site, lines));
        Map<String, String> environment = builder.environment();
        kind.environment(site).forEach(environment::put);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Proxy proxy = new Proxy(process, site);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !process.isAlive() || (isListening(site.plainPort()) && isListening(site.tlsPort())));
        if (!process.isAlive()) {
            throw new IllegalStateException(kind.program() + " has ended: " + Files.readString(output));
        }
        return proxy;
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where it takes plain HTTP. */
    public int port() {
        return site.plainPort();
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
