package dev.taskcast.testkit.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client's connection and the one behind it. Requests pass byte by byte; answers are read as HTTP, since faults must hit
 * whole frames: with one that is doubled within a chunk the answer would be no HTTP any more.
 */
final class ProxiedConnection {
    private static final Pattern REQUEST_LINE = Pattern.compile("(GET|HEAD|POST|OPTIONS) (\\S+) HTTP/1\\.1\r\n");
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *([0-9]+)\r\n");

    private final Socket client;
    private final Socket server;
    private final FaultProxy proxy;
    private final Queue<String> requests = new ConcurrentLinkedQueue<>(); // that are not answered yet
    private byte[] held = {};

    ProxiedConnection(Socket client, Socket server, FaultProxy proxy) throws IOException {
        this.client = client;
        this.server = server;
        this.proxy = proxy;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start() {
        thread("fault-proxy-request", this::passRequests);
        thread("fault-proxy-answer", this::passAnswers);
    }

    private interface Pass {
        void run() throws IOException;
    }

    private void thread(String name, Pass pass) {
        Thread thread = new Thread(
                () -> {
                    try {
                        pass.run();
                    } catch (IOException e) {
                        // either side is gone
                    } finally {
                        cut();
                        proxy.ended(this);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    void cut() {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is as good as closed
            }
        }
    }

    private void passRequests() throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        byte[] buffer = new byte[8_192];
        for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
            // Browsers send a request's head at once, and the next request after the answer.
            Matcher line = REQUEST_LINE.matcher(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
            if (line.find()) {
                requests.add(line.group().strip());
            }
            out.write(buffer, 0, length);
        }
    }

    private void passAnswers() throws IOException {
        InputStream in = new BufferedInputStream(server.getInputStream());
        OutputStream out = client.getOutputStream();
        while (true) {
            String head = head(in);
            String request = String.valueOf(requests.poll());
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            String fields = head.toLowerCase(Locale.ROOT);
            Matcher length = LENGTH.matcher(fields);
            if (fields.contains("\r\ncontent-type: text/event-stream")) {
                stream(in, out, request, fields.contains("\r\ntransfer-encoding: chunked"));
                return;
            } else if (length.find() && !request.startsWith("HEAD")) {
                out.write(in.readNBytes(Integer.parseInt(length.group(1))));
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int end = 0; end < 4; ) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            head.write(b);
            end = b == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : b == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private void stream(InputStream in, OutputStream out, String request, boolean chunked) throws IOException {
        ProxiedStream stream = proxy.opened(request);
        try {
            byte[] rest = {};
            byte[] part = part(in, chunked);
            while (part.length > 0) {
                stream.add(part);
                rest = join(rest, part);
                for (int end = frameEnd(rest); end > 0; end = frameEnd(rest)) {
                    frame(out, Arrays.copyOf(rest, end), chunked);
                    rest = Arrays.copyOfRange(rest, end, rest.length);
                }
                part = part(in, chunked);
            }
            send(out, join(held, rest), chunked);
            if (chunked) {
                out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
        } finally {
            stream.ended();
        }
    }

    private void frame(OutputStream out, byte[] frame, boolean chunked) throws IOException {
        FaultProxy.Fate fate = proxy.next(frame.length);
        if (fate.delayNanos() > 0) {
            LockSupport.parkNanos(fate.delayNanos());
        }
        if (fate.cutAt() >= 0) {
            send(out, join(held, Arrays.copyOf(frame, fate.cutAt())), chunked);
            throw new EOFException();
        }
        byte[] all = join(held, fate.twice() ? join(frame, frame) : frame);
        held = fate.held() ? all : new byte[0];
        if (!fate.held()) {
            send(out, all, chunked);
        }
    }

    private static void send(OutputStream out, byte[] bytes, boolean chunked) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        byte[] size = (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] end = {'\r', '\n'};
        out.write(chunked ? join(join(size, bytes), end) : bytes);
        out.flush();
    }

    /** Empty after the last one. */
    private static byte[] part(InputStream in, boolean chunked) throws IOException {
        if (chunked) {
            return chunk(in);
        }
        byte[] buffer = new byte[8_192];
        return Arrays.copyOf(buffer, Math.max(0, in.read(buffer)));
    }

    private static byte[] chunk(InputStream in) throws IOException {
        StringBuilder size = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            size.append((char) b);
        }
        int length = Integer.parseInt(size.toString().strip(), 16);
        byte[] bytes = in.readNBytes(length);
        in.skipNBytes(2);
        return bytes;
    }

    /** After its blank line, or 0. */
    private static int frameEnd(byte[] bytes) {
        for (int i = 1; i < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
