package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A client that leaves nothing to a library: it sends what it is told, and reads byte by byte. A read that takes more than 10
 * seconds fails. Not thread-safe.
 */
public final class RawClient implements AutoCloseable {
    private static final int LIMIT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    /**
     * Connects to loopback.
     *
     * @param port where a server listens
     * @throws IOException if it does not
     */
    public RawClient(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * Over a connection.
     *
     * @param connected closed with this client
     * @throws IOException if it is closed
     */
    public RawClient(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Connects to loopback with small buffers: so that not much can be sent while it is not read.
     *
     * @param port where a server listens
     * @return a client
     * @throws IOException if it does not listen there
     */
    public static RawClient withSmallBuffer(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new RawClient(socket);
    }

    /**
     * The head of an answer.
     *
     * @param lines the status line and the headers as they came, without the empty line
     */
    public record Head(List<String> lines) {
        /**
         * The status.
         *
         * @return for example 200
         */
        public int status() {
            return Integer.parseInt(lines.getFirst().split(" ", 3)[1]);
        }

        /**
         * What two answers to the same request have in common, whenever they are given.
         *
         * @return this, without its date
         */
        public Head timeless() {
            return new Head(lines.stream()
                    .filter(line -> !line.regionMatches(true, 0, "date:", 0, "date:".length()))
                    .toList());
        }

        /**
         * The headers.
         *
         * @return as they came, but with their names in lower case
         */
        public List<String> headers() {
            return lines.subList(1, lines.size()).stream().map(Head::lowerName).toList();
        }

        /**
         * The value of a header.
         *
         * @param name in any case
         * @return of the first one; null where there is none
         */
        public @Nullable String header(String name) {
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

    /**
     * A whole answer.
     *
     * @param head its head
     * @param body its body, as text
     */
    public record Answer(Head head, String body) {
        /**
         * What two answers to the same request have in common, whenever they are given.
         *
         * @return this, without its date
         */
        public Answer timeless() {
            return new Answer(head.timeless(), body);
        }

        /**
         * The status.
         *
         * @return for example 200
         */
        public int status() {
            return head.status();
        }

        /**
         * The value of a header.
         *
         * @param name in any case
         * @return of the first one; null where there is none
         */
        public @Nullable String header(String name) {
            return head.header(name);
        }

        /**
         * Asserts that this is a problem document, whole, which tells nothing of what the server is made of.
         *
         * @param status with this status
         * @param code and this code
         * @return this
         */
        public Answer isProblem(int status, String code) {
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

    /**
     * Sends text.
     *
     * @param text of Latin-1
     * @return this
     * @throws IOException if the connection has ended
     */
    public RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Sends bytes.
     *
     * @param bytes any
     * @return this
     * @throws IOException if the connection has ended
     */
    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /**
     * Sends the head of a request.
     *
     * @param method for example {@code GET}
     * @param target a path and query
     * @param headers besides {@code Host}, each like {@code Name: value}
     * @return this
     * @throws IOException if the connection has ended
     */
    public RawClient request(String method, String target, String... headers) throws IOException {
        return send(text(method, target, headers));
    }

    /**
     * The head of a request, as text.
     *
     * @param method for example {@code GET}
     * @param target a path and query
     * @param headers besides {@code Host}, each like {@code Name: value}
     * @return with the empty line
     */
    public static String text(String method, String target, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    /**
     * Makes one request, without a body, on a connection of its own.
     *
     * @param port where a server listens
     * @param method for example {@code GET}
     * @param target a path and query
     * @param headers besides {@code Host}, each like {@code Name: value}
     * @return what came
     * @throws IOException if the connection ends before
     */
    public static Answer ask(int port, String method, String target, String... headers) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.request(method, target, headers);
            return method.equals("HEAD") ? new Answer(client.head(), "") : client.answer();
        }
    }

    /**
     * Reads the head of an answer.
     *
     * @return of HTTP/1.1
     * @throws IOException if the connection ends before
     */
    public Head head() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        assertThat(lines.getFirst()).matches("HTTP/1\\.1 [1-5][0-9]{2} .*");
        return new Head(lines);
    }

    /**
     * Reads an answer.
     *
     * @return one that has a length
     * @throws IOException if the connection ends before
     */
    public Answer answer() throws IOException {
        Head head = head();
        String length = head.header("Content-Length");
        assertThat(length).as("Content-Length of %s", head).isNotNull();
        return new Answer(head, new String(bytes(Integer.parseInt(String.valueOf(length))), StandardCharsets.UTF_8));
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The connection ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    /**
     * Reads a line that ends with CR LF.
     *
     * @return without these
     * @throws IOException if the connection ends before
     */
    public String line() throws IOException {
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

    /**
     * Reads a byte.
     *
     * @return -1 once the server has ended its side
     * @throws IOException if the connection was reset
     */
    public int read() throws IOException {
        return in.read();
    }

    /**
     * Ends this side of the connection; the other one can still be read.
     *
     * @return this
     * @throws IOException if the connection has ended
     */
    public RawClient endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /**
     * The connection.
     *
     * @return what is read from it is not seen by this client
     */
    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
