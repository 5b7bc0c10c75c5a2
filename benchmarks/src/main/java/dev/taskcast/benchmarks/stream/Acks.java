package dev.taskcast.benchmarks.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** The viewers' word that all of them have had what was published: a byte each time, on a connection of its own. */
final class Acks implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private @Nullable Socket viewers;

    Acks() throws IOException {}

    int port() {
        return listener.getLocalPort();
    }

    /** Waits for the next one. */
    void await() throws IOException {
        Socket from = viewers;
        if (from == null) {
            listener.setSoTimeout(TIMEOUT_MILLIS);
            from = listener.accept();
            from.setSoTimeout(TIMEOUT_MILLIS);
            viewers = from;
        }
        if (from.getInputStream().read() < 0) {
            throw new IOException("The viewers must say that they have had an event, but they have ended");
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        if (viewers != null) {
            viewers.close();
        }
    }
}
