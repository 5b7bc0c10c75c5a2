package dev.taskcast.demo.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Where a proxy stands.
 *
 * @param folder for its files
 * @param server the port of the server behind it
 * @param plainPort its own, for plain HTTP
 * @param tlsPort its own, for TLS
 */
record Site(Path folder, int server, int plainPort, int tlsPort) {
    static Site inFrontOf(int server, Path folder) throws IOException {
        try (ServerSocket plain = free();
                ServerSocket tls = free()) {
            return new Site(folder, server, plain.getLocalPort(), tls.getLocalPort());
        }
    }

    private static ServerSocket free() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** The lines of docs/proxies.md for one of the proxies. */
    static String lines(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Site.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A configuration as it is shipped, with its files and ports moved. */
    static String shipped(Path file, Map<String, String> moved) throws IOException {
        return replaced(Files.readString(file), moved);
    }

    /** Each is there, so that no test runs with something else than it says. */
    static String replaced(String text, Map<String, String> replacements) {
        String result = text;
        for (Map.Entry<String, String> each : replacements.entrySet()) {
            assertThat(result).contains(each.getKey());
            result = result.replace(each.getKey(), each.getValue());
        }
        return result;
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
