package dev.taskcast.benchmarks.stream;

import dev.taskcast.benchmarks.process.CpuMeter;
import dev.taskcast.benchmarks.stream.ServerSide.Published;
import java.io.IOException;

/**
 * A time in which something was published.
 *
 * @param published what, and what it cost the server
 * @param read what a group of viewers read of it
 * @param latency of that
 * @param otherCores how many processors something else used
 */
record Window(Published published, ViewersSide.Count read, ViewersSide.Latency latency, double otherCores) {

    private static final double QUIET = 0.15; // cores

    /** Publishes something. */
    interface Publishing {
        Published publish() throws IOException;
    }

    /** The quietest of some windows, the first that is quiet enough: other work on the machine can only make one worse. */
    static Window quietest(int windows, Pair pair, String group, Publishing publishing) throws Exception {
        Window best = measure(pair, group, publishing);
        for (int i = 1; i < windows && best.otherCores > QUIET; i++) {
            Window next = measure(pair, group, publishing);
            best = next.otherCores < best.otherCores ? next : best;
        }
        return best;
    }

    private static Window measure(Pair pair, String group, Publishing publishing) throws Exception {
        Thread.sleep(50); // what is still in the sockets
        pair.viewers().clear(group);
        ViewersSide.Count before = pair.viewers().count(group);
        long busy = CpuMeter.busyNanos();
        Published published = publishing.publish();
        busy = CpuMeter.busyNanos() - busy;
        ViewersSide.Count read = pair.viewers().count(group).since(before);
        double others =
                ((double) busy - published.cpuNanos() - read.cpuNanos()) / Math.max(1, published.elapsedNanos());
        Thread.sleep(50); // the last events' frames count
        read = pair.viewers().count(group).since(before);
        return new Window(published, read, pair.viewers().latency(group), Math.max(0, others));
    }

    /** How busy the viewers were: near 100, they are the limit. */
    double viewersBusyPercent() {
        return 100.0 * read.busyNanos() / published.elapsedNanos();
    }

    double framesPerSecond() {
        return read.frames() / published.seconds();
    }

    double serverMicrosPerFrame() {
        return published.cpuNanos() / 1e3 / Math.max(1, read.frames());
    }

    double serverMicrosPerEvent() {
        return published.cpuNanos() / 1e3 / published.events();
    }
}
