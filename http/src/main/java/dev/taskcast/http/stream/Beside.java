package dev.taskcast.http.stream;

import dev.taskcast.http.encode.FrameWriter;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.stream.Streams.Watch;
import org.jspecify.annotations.Nullable;

/** What a live session is sent beside what happens to tasks: lines of runs, and how many tasks are how. Of the session's thread. */
final class Beside {
    private final Streams streams;
    private final LineWatch lines;
    private final @Nullable StatsFeed stats;
    private StatsFeed.@Nullable Shown told;

    private Beside(Streams streams, Watch watch) {
        this.streams = streams;
        lines = watch.lines();
        stats = watch.stats();
    }

    /** Null where none of it was asked for. */
    static @Nullable Beside of(Streams streams, Watch watch) {
        return watch.lines().isOfNone() && watch.stats() == null ? null : new Beside(streams, watch);
    }

    /** Whether there is something to send. */
    boolean hasNext() {
        return lines.hasNext() || newest() != null;
    }

    private StatsFeed.@Nullable Shown newest() {
        StatsFeed.Shown newest = stats == null ? null : stats.newest(told == null);
        return isTold(newest) ? null : newest;
    }

    @SuppressWarnings("ReferenceEquality") // the very same
    private boolean isTold(StatsFeed.@Nullable Shown shown) {
        return shown == told;
    }

    /** Null where there is nothing. */
    @Nullable
    Frames next() {
        if (lines.hasNext()) {
            FrameWriter writer = new FrameWriter(streams.queries());
            lines.write(writer);
            return writer.isEmpty() ? null : Frames.single(writer.toByteArray());
        }
        StatsFeed.Shown newest = newest();
        if (newest == null) {
            return null;
        }
        told = newest;
        return newest.frames();
    }

    /** Calls back when there is something; gives what takes that back. */
    Runnable onWake(Runnable wake) {
        if (!lines.isOfNone()) {
            streams.addLineReader(wake);
        }
        if (stats != null) {
            stats.add(wake);
        }
        return () -> {
            streams.removeLineReader(wake);
            if (stats != null) {
                stats.remove(wake);
            }
        };
    }
}
