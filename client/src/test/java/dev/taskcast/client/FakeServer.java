package dev.taskcast.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server over real sockets that does what a test says: each request on a connection of its own. */
final class FakeServer implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final ServerSocket socket;
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private final List<Asked> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Stream> opened = new LinkedBlockingQueue<>();
    volatile Function<Asked, @Nullable Answer> answer = asked -> null;
    volatile String streamHeaders = "";

    /** A request. */
    record Asked(String method, String target, String head, String body) {
        boolean isStream() {
            return target.contains("/events");
        }

        String header(String name) {
            Matcher line = Pattern.compile("(?im)^" + Pattern.quote(name) + ": *(.*?)\r?$")
                    .matcher(head);
            return line.find() ? line.group(1) : "";
        }
    }

    /** An answer that is no stream. */
    record Answer(int status, String headers, String body) {
        static Answer json(int status, String body, String... headers) {
            return new Answer(status, "Content-Type: application/json\r\n" + lines(headers), body);
        }

        static Answer problem(int status, String body, String... headers) {
            return new Answer(status, "Content-Type: application/problem+json\r\n" + lines(headers), body);
        }

        static Answer html() {
            return new Answer(
                    200, "Content-Type: text/html; charset=utf-8\r\n", "<!doctype html><title>Log in</title>");
        }

        static Answer redirect(int status, String location) {
            return new Answer(status, "Location: " + location + "\r\n", "");
        }

        private static String lines(String... headers) {
            return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        }
    }

    /** A stream under way. */
    static final class Stream {
        final Asked asked;
        private final Socket client;
        private final OutputStream out;

        private Stream(Asked asked, Socket client) throws IOException {
            this.asked = asked;
            this.client = client;
            out = client.getOutputStream();
        }

        /** Writes text, as one chunk of HTTP. */
        Stream write(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            try {
                ByteArrayOutputStream chunk = new ByteArrayOutputStream();
                chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                chunk.writeBytes(bytes);
                chunk.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
                out.write(chunk.toByteArray());
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        /** Writes frames: each its JSON, or an id, a space and its JSON. */
        Stream send(String... frames) {
            StringBuilder all = new StringBuilder();
            for (String frame : frames) {
                int brace = frame.indexOf('{');
                String id = frame.substring(0, brace).strip();
                all.append(id.isEmpty() ? "" : "id: " + id + "\n")
                        .append("data: ")
                        .append(frame.substring(brace))
                        .append("\n\n");
            }
            return write(all.toString());
        }

        /** Ends it as it should end. */
        void end() {
            try {
                out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                client.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Cuts the connection. */
        void cut() {
            FakeServer.close(client);
        }

        /** Waits until the client has closed it. */
        void awaitClosed() {
            try {
                client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
                if (client.getInputStream().read() >= 0) {
                    throw new AssertionError("The client must send nothing more");
                }
            } catch (IOException e) {
                if (e instanceof java.net.SocketTimeoutException) {
                    throw new AssertionError("The client must close the connection", e);
                }
            }
        }
    }

    FakeServer() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("fake-server").start(this::accept);
    }

    String origin() {
        return "http://localhost:" + socket.getLocalPort();
    }

    URI url() {
        return URI.create(origin() + "/tasks/events");
    }

    List<Asked> requests() {
        return requests;
    }

    List<Stream> streams() {
        return streams;
    }

    /** Waits for the next stream. */
    Stream next() {
        try {
            Stream stream = opened.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (stream == null) {
                throw new AssertionError("No stream was asked for");
            }
            return stream;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket client) {
        try {
            client.setTcpNoDelay(true);
            Asked asked = read(client.getInputStream());
            requests.add(asked);
            Answer given = answer.apply(asked);
            if (given == null && asked.isStream()) {
                stream(asked, client);
            } else if (given != null) {
                byte[] body = given.body().getBytes(StandardCharsets.UTF_8);
                String length = given.status() == 204 ? "" : "Content-Length: " + body.length + "\r\n";
                String head = "HTTP/1.1 " + given.status() + " X\r\nConnection: close\r\n" + length + given.headers()
                        + "\r\n";
                client.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
                client.getOutputStream().write(body);
                client.close();
            } else {
                close(client);
            }
        } catch (IOException e) {
            close(client);
        } catch (Held held) {
            // the test wants no answer
        }
    }

    /** Thrown by {@link #answer}: nothing is answered. */
    static final class Held extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private void stream(Asked asked, Socket client) throws IOException {
        String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/event-stream\r\n"
                + "Transfer-Encoding: chunked\r\n" + streamHeaders + "\r\n";
        client.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        Stream stream = new Stream(asked, client);
        streams.add(stream);
        opened.add(stream);
    }

    private static Asked read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            head.append((char) b);
        }
        Matcher length = Pattern.compile("\r\ncontent-length: *(\\d+)")
                .matcher(head.toString().toLowerCase(Locale.ROOT));
        byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        String[] line = head.substring(0, head.indexOf("\r\n")).split(" ", -1);
        return new Asked(line[0], line[1], head.toString(), new String(body, StandardCharsets.UTF_8));
    }

    private static void close(Socket client) {
        try {
            client.setSoLinger(true, 0);
            client.close();
        } catch (IOException e) {
            // it is as good as closed
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        streams.forEach(Stream::cut);
    }
}
