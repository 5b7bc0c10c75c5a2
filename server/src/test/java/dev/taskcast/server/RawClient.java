package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A client that leaves nothing to a library: it sends what it is told, and reads byte by byte. */
final class RawClient implements AutoCloseable {
    /** A safety net: an answer that does not come fails the test. */
    static final int LIMIT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    RawClient(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    RawClient(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** The status line and the headers as they came, without the empty line. */
    record Head(List<String> lines) {
        int status() {
            return Integer.parseInt(lines.getFirst().split(" ", 3)[1]);
        }

        List<String> headers() {
            return lines.subList(1, lines.size()).stream().map(Head::lowerName).toList();
        }

        @Nullable
        String header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ": ";
            return headers().stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .findFirst()
                    .orElse(null);
        }

        private static String lowerName(String line) {
            int colon = line.indexOf(':');
            return line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon);
        }
    }

    record Answer(Head head, String body) {
        int status() {
            return head.status();
        }

        @Nullable
        String header(String name) {
            return head.header(name);
        }

        /** That this is a problem document, whole, with this status and code. */
        Answer isProblem(int status, String code) {
            assertThat(status()).as("status of %s", this).isEqualTo(status);
            assertThat(header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(body)
                    .startsWith("{")
                    .endsWith("}")
                    .contains("\"status\":" + status, "\"code\":\"" + code + "\"")
                    .doesNotContain("Exception", "io.netty", "java.");
            return this;
        }
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends a request without a body. */
    RawClient request(String method, String target, String... headers) throws IOException {
        return send(text(method, target, headers));
    }

    static String text(String method, String target, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    /** One request on a connection of its own. */
    static Answer ask(int port, String method, String target, String... headers) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.request(method, target, headers);
            return method.equals("HEAD") ? new Answer(client.head(), "") : client.answer();
        }
    }

    Head head() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        assertThat(lines.getFirst()).matches("HTTP/1\\.1 [1-5][0-9]{2} .*");
        return new Head(lines);
    }

    /** An answer with a length. */
    Answer answer() throws IOException {
        Head head = head();
        String length = head.header("Content-Length");
        assertThat(length).as("Content-Length of %s", head).isNotNull();
        return new Answer(head, new String(bytes(Integer.parseInt(String.valueOf(length))), StandardCharsets.UTF_8));
    }

    byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The connection ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    /** A line that ends with CR LF, without it. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The connection ended within a line: " + line.toString(StandardCharsets.UTF_8));
            }
            line.write(c);
        }
        assertThat(in.read()).as("LF after CR").isEqualTo('\n');
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The next byte; -1 once the server has ended its side. */
    int read() throws IOException {
        return in.read();
    }

    RawClient endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
