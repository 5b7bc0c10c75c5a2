package dev.taskcast.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between browser and server, and can be cut: then there is nobody on its port. Keeps what goes through it. */
final class CutProxy implements AutoCloseable {
    private final int serverPort;
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private ServerSocket listener;
    private Thread acceptor = new Thread(); // of the listener

    CutProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listener = listen(0);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Closes the port and what goes through it. */
    void cut() throws IOException {
        listener.close();
        try {
            acceptor.join(); // the port is free only once nobody waits on it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchanges.forEach(Exchange::close);
    }

    /** Listens on the same port again. */
    void restore() throws IOException {
        listener = listen(listener.getLocalPort());
    }

    /** How each request for the stream began. */
    List<String> streamRequests() {
        return exchanges.stream()
                .map(exchange -> exchange.request.firstLine())
                .filter(line -> line.startsWith("GET /tasks/events"))
                .toList();
    }

    /** All that the server answered to the newest request for the stream so far. */
    String newestStream() {
        return exchanges.reversed().stream()
                .filter(exchange -> exchange.request.firstLine().startsWith("GET /tasks/events"))
                .map(exchange -> exchange.answer.text())
                .findFirst()
                .orElse("");
    }

    private ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        acceptor = Thread.ofVirtual().name("proxy").start(() -> accept(socket));
        return socket;
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                exchanges.add(new Exchange(socket.accept(), new Socket(InetAddress.getLoopbackAddress(), serverPort)));
            }
        } catch (IOException e) {
            // cut or closed
        }
    }

    @Override
    public void close() throws IOException {
        cut();
    }

    /** A connection of the browser and the one behind it. */
    private static final class Exchange {
        private final Socket browser;
        private final Socket server;
        private final Copy request = new Copy();
        private final Copy answer = new Copy();

        Exchange(Socket browser, Socket server) {
            this.browser = browser;
            this.server = server;
            Thread.ofVirtual().start(() -> request.pass(browser, server));
            Thread.ofVirtual().start(() -> answer.pass(server, browser));
        }

        void close() {
            try (browser) {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One direction of it. */
    private static final class Copy {
        private final ByteArrayOutputStream passed = new ByteArrayOutputStream();

        void pass(Socket from, Socket to) {
            byte[] buffer = new byte[8_192];
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int length; (length = in.read(buffer)) > 0; ) {
                    passed.write(buffer, 0, length);
                    out.write(buffer, 0, length);
                }
            } catch (IOException e) {
                // the other side is gone, or the proxy was cut
            }
        }

        String text() {
            return passed.toString(StandardCharsets.UTF_8);
        }

        /** A connection is kept for several requests: those of the stream come last, since it does not end. */
        String firstLine() {
            return text().lines()
                    .filter(line -> line.startsWith("GET /tasks/events"))
                    .findFirst()
                    .orElse("");
        }
    }
}
