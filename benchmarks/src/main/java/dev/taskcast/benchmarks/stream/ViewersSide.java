package dev.taskcast.benchmarks.stream;

import dev.taskcast.benchmarks.process.Peer;
import java.io.IOException;

/** The viewers' JVM, as the driver sees it. */
final class ViewersSide implements AutoCloseable {

    /** A stream of everything. */
    static final String EVENTS = "/tasks/events";

    /** Each viewer's own task. */
    static final String OWN_TASK = EVENTS + "?task=task-%d";

    private final Peer peer;

    /** What a group has read, and what the JVM has used. */
    record Count(long frames, long reads, long bytes, long cut, long cpuNanos, long busyNanos) {

        Count since(Count before) {
            return new Count(
                    frames - before.frames,
                    reads - before.reads,
                    bytes - before.bytes,
                    cut - before.cut,
                    cpuNanos - before.cpuNanos,
                    busyNanos - before.busyNanos);
        }
    }

    /** From a progress call to its frame read, in microseconds. */
    record Latency(long p50, long p99, long p999, long max) {}

    ViewersSide(Peer peer) {
        this.peer = peer;
    }

    /** Opens streams; the nanoseconds until all have what there was. */
    long open(String group, int count, String path) throws IOException {
        return open(group, count, path, 0);
    }

    /** With a receive buffer of so many bytes. */
    long open(String group, int count, String path, int receiveBuffer) throws IOException {
        return peer.askNumbers("open " + group + " " + count + " " + receiveBuffer + " " + path)[0];
    }

    void close(String group) throws IOException {
        peer.ask("close " + group);
    }

    /** Forgets what a group has read. */
    void clear(String group) throws IOException {
        peer.ask("clear " + group);
    }

    void rate(String group, int bytesPerSecond) throws IOException {
        peer.ask("rate " + group + " " + bytesPerSecond);
    }

    /** Tells the server each time that the group has read so many frames more. */
    void acks(String group, long frames) throws IOException {
        peer.ask("acks " + group + " " + frames);
    }

    /** How long to leave the sockets alone when there was nothing; 0 to look all the time. */
    void pause(long micros) throws IOException {
        peer.ask("pause " + micros);
    }

    Count count(String group) throws IOException {
        long[] numbers = peer.askNumbers("count " + group);
        return new Count(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    /** Waits until a group has read so many frames, or for some seconds at the most. */
    Count await(String group, long frames) throws IOException, InterruptedException {
        Count count = count(group);
        for (int i = 0; i < 500 && count.frames() < frames; i++) {
            Thread.sleep(10);
            count = count(group);
        }
        return count;
    }

    Latency latency(String group) throws IOException {
        long[] micros = peer.askNumbers("latency " + group);
        return new Latency(micros[0], micros[1], micros[2], micros[3]);
    }

    @Override
    public void close() {
        peer.close();
    }
}
