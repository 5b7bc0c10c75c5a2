package dev.taskcast.benchmarks.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Viewers that are counted together, and read in the same way. Of the loop's thread. */
final class ViewerGroup {

    /** How they read: a rate of {@link #ALL} is as fast as they can. */
    static final int ALL = -1;

    final List<Viewer> viewers = new ArrayList<>();
    final Latencies latencies = new Latencies();
    int bytesPerSecond = ALL;
    private long frames;
    private long reads;
    private long bytes;
    private int cut;
    private long ackEvery;
    private long nextAck;
    private @Nullable Ack ack;

    /** Says that all have had what was published. */
    interface Ack {
        void send() throws IOException;
    }

    /** From now on, each time that they have read so many frames more. */
    void ackEvery(long newFrames, Ack sender) {
        ackEvery = newFrames;
        nextAck = frames + newFrames;
        ack = sender;
    }

    void read(int newBytes, int newFrames) throws IOException {
        reads++;
        bytes += newBytes;
        frames += newFrames;
        if (ack != null && frames >= nextAck) {
            nextAck += ackEvery;
            ack.send();
        }
    }

    void cut() {
        cut++;
    }

    /** Forgets what was read. */
    void clear() {
        frames = 0;
        reads = 0;
        bytes = 0;
        ack = null;
        latencies.clear();
    }

    String counts() {
        return frames + " " + reads + " " + bytes + " " + cut;
    }
}
