package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.testkit.http.RawClient.Head;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A client of the stream, over chunks or without, that accepts nothing but what the protocol says. Not thread-safe.
 */
public final class Watcher implements AutoCloseable {
    private final RawClient client;
    private final Head head;
    private final boolean chunked;
    private int left; // in this chunk
    private boolean first = true;
    private boolean ended;

    /**
     * What stands between two empty lines.
     *
     * @param lines at least one
     */
    public record Frame(List<String> lines) {
        /**
         * Its JSON.
         *
         * @return empty where it has none
         */
        public String data() {
            return field("data: ");
        }

        /**
         * Its id.
         *
         * @return empty where it has none
         */
        public String id() {
            return field("id: ");
        }

        /**
         * Whether it is a heartbeat.
         *
         * @return true where it is nothing else
         */
        public boolean isHeartbeat() {
            return lines.equals(List.of(": heartbeat"));
        }

        /**
         * Whether its JSON has some texts.
         *
         * @param parts which ones
         * @return true where it has all of them
         */
        public boolean has(String... parts) {
            return Stream.of(parts).allMatch(data()::contains);
        }

        /**
         * The rest of the first line that begins with a text.
         *
         * @param start for example {@code "retry: "}
         * @return empty where there is no such line
         */
        public String field(String start) {
            return lines.stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .findFirst()
                    .orElse("");
        }
    }

    /**
     * Watches the stream at {@code /tasks/events}.
     *
     * @param port where a server listens
     * @param headers of the request, each like {@code Name: value}
     * @throws IOException if there is no answer
     */
    public Watcher(int port, String... headers) throws IOException {
        this(new RawClient(port), RawClient.text("GET", "/tasks/events", headers));
    }

    /**
     * Watches over a connection.
     *
     * @param client closed with this watcher
     * @param request sent as it is; empty where the client has sent one
     * @throws IOException if there is no answer
     */
    public Watcher(RawClient client, String request) throws IOException {
        this.client = client;
        head = (request.isEmpty() ? client : client.send(request)).head();
        chunked = "chunked".equals(head.header("Transfer-Encoding"));
    }

    /**
     * A watcher that has got everything that there was.
     *
     * @param port where a server listens
     * @param headers of the request, each like {@code Name: value}
     * @return after {@code ready}
     * @throws IOException if the connection ends before
     */
    public static Watcher ready(int port, String... headers) throws IOException {
        Watcher watcher = new Watcher(port, headers);
        watcher.until("\"type\":\"ready\"");
        return watcher;
    }

    /**
     * The head of the answer.
     *
     * @return whatever its status
     */
    public Head head() {
        return head;
    }

    /**
     * The connection.
     *
     * @return what is read from it is not seen by this watcher
     */
    public RawClient client() {
        return client;
    }

    /**
     * Reads the next frame.
     *
     * @return a whole one
     * @throws IOException if the connection ends before; an {@link EOFException} where the stream has ended properly
     */
    public Frame next() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            assertThat(line).matches("(?s)(id: [0-9]+|data: \\{.*}|: heartbeat|retry: [0-9]+)");
            lines.add(line);
        }
        assertThat(lines).as("a frame is not empty").isNotEmpty();
        return new Frame(lines);
    }

    /**
     * Reads up to a frame whose JSON has some texts.
     *
     * @param parts all of which it has
     * @return the frames, with that one
     * @throws IOException if the connection ends before
     */
    public List<Frame> until(String... parts) throws IOException {
        List<Frame> frames = new ArrayList<>();
        do {
            frames.add(next());
        } while (!frames.getLast().has(parts));
        return frames;
    }

    /**
     * Skips to a frame whose JSON has some texts.
     *
     * @param parts all of which it has
     * @return that frame
     * @throws IOException if the connection ends before
     */
    public Frame await(String... parts) throws IOException {
        Frame frame = next();
        while (!frame.has(parts)) {
            frame = next();
        }
        return frame;
    }

    /**
     * Reads up to the end, and asserts that it is a proper one: a last chunk, where there are chunks, then the connection's.
     *
     * @return the frames
     * @throws IOException if the connection was reset
     */
    public List<Frame> untilEnd() throws IOException {
        List<Frame> frames = new ArrayList<>();
        try {
            while (true) {
                frames.add(next());
            }
        } catch (EOFException end) {
            assertThat(ended).as("a proper end, after " + frames).isTrue();
        }
        return frames;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = read(); c != '\n'; c = read()) {
            if (c < 0) {
                assertThat(line.size()).as("no frame is cut").isZero();
                throw new EOFException("The stream ended");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private int read() throws IOException {
        if (!chunked) {
            int c = client.read();
            ended = c < 0;
            return c;
        }
        if (ended) {
            return -1;
        }
        if (left == 0) {
            if (!first) {
                assertThat(client.line()).as("end of a chunk").isEmpty();
            }
            first = false;
            left = Integer.parseInt(client.line(), 16);
            if (left == 0) {
                assertThat(client.line()).as("no trailers").isEmpty();
                assertThat(client.read()).as("the connection ends").isEqualTo(-1);
                ended = true;
                return -1;
            }
        }
        left--;
        int c = client.read();
        if (c < 0) {
            throw new IOException("The connection ended within a chunk");
        }
        return c;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
