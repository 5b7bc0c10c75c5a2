package dev.taskcast.benchmarks.stream;

import dev.taskcast.benchmarks.process.Peer;
import java.io.IOException;

/** The server's JVM, as the driver sees it. */
final class ServerSide implements AutoCloseable {

    private final Peer peer;
    final int port;
    final int ackPort;

    /** What was published, and what it cost. */
    record Published(long events, long cpuNanos, long elapsedNanos) {

        private static Published of(long... numbers) {
            return new Published(numbers[0], numbers[1], numbers[2]);
        }

        double seconds() {
            return elapsedNanos / 1e9;
        }
    }

    /** Bytes in use. */
    record Used(long heap, long resident) {}

    ServerSide(Peer peer) throws IOException {
        this.peer = peer;
        String[] ports = peer.line().split(" ", -1);
        port = Integer.parseInt(ports[0]);
        ackPort = Integer.parseInt(ports[1]);
    }

    /** So many events at once, and again whenever all viewers have had them. */
    Published fan(int events, long millis) throws IOException {
        return Published.of(peer.askNumbers("fan " + events + " " + millis));
    }

    /** So many events a second, over all running tasks in turn. */
    Published pace(double rate, long millis) throws IOException {
        return Published.of(peer.askNumbers("pace " + rate + " " + millis));
    }

    /** Makes events; the position that a viewer sends to get them. */
    long history(int events) throws IOException {
        return peer.askNumbers("history " + events)[0];
    }

    /** Nanoseconds that the caller's thread spends in a progress call, in a tight loop. */
    double nanosPerReport(long millis) throws IOException {
        long[] numbers = peer.askNumbers("report " + millis);
        return numbers[1] / (double) numbers[0];
    }

    Used memory() throws IOException {
        long[] bytes = peer.askNumbers("memory");
        return new Used(bytes[0], bytes[1]);
    }

    @Override
    public void close() {
        peer.close();
    }
}
