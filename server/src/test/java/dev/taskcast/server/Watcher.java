package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.server.RawClient.Head;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A client of the stream, over chunks or without, that accepts nothing but what the protocol says. */
final class Watcher implements AutoCloseable {
    private final RawClient client;
    private final Head head;
    private final boolean chunked;
    private int left; // in this chunk
    private boolean first = true;
    private boolean ended;

    /** What stands between two empty lines. */
    record Frame(List<String> lines) {
        String data() {
            return field("data: ");
        }

        String id() {
            return field("id: ");
        }

        boolean isHeartbeat() {
            return lines.equals(List.of(": heartbeat"));
        }

        boolean has(String... parts) {
            return Stream.of(parts).allMatch(data()::contains);
        }

        /** Empty where there is no such field. */
        String field(String start) {
            return lines.stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .findFirst()
                    .orElse("");
        }
    }

    Watcher(int port, String... headers) throws IOException {
        this(new RawClient(port), RawClient.text("GET", "/tasks/events", headers));
    }

    /** Watches over a connection that sends this request. */
    Watcher(RawClient client, String request) throws IOException {
        this.client = client;
        head = client.send(request).head();
        chunked = "chunked".equals(head.header("Transfer-Encoding"));
    }

    /** A watcher that has got everything that there was. */
    static Watcher ready(int port, String... headers) throws IOException {
        Watcher watcher = new Watcher(port, headers);
        watcher.until("\"type\":\"ready\"");
        return watcher;
    }

    Head head() {
        return head;
    }

    RawClient client() {
        return client;
    }

    /** The next frame. */
    Frame next() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            assertThat(line).matches("(?s)(id: [0-9]+|data: \\{.*}|: heartbeat|retry: [0-9]+)");
            lines.add(line);
        }
        assertThat(lines).as("a frame is not empty").isNotEmpty();
        return new Frame(lines);
    }

    /** The frames up to one whose data has all of these. */
    List<Frame> until(String... parts) throws IOException {
        List<Frame> frames = new ArrayList<>();
        do {
            frames.add(next());
        } while (!frames.getLast().has(parts));
        return frames;
    }

    /** Skips to a frame whose data has all of these. */
    Frame await(String... parts) throws IOException {
        Frame frame = next();
        while (!frame.has(parts)) {
            frame = next();
        }
        return frame;
    }

    /** The frames up to the end, which must be a proper one: a last chunk, where there are chunks, then the connection's. */
    List<Frame> untilEnd() throws IOException {
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
