package dev.taskcast.http.stream;

import dev.taskcast.http.encode.FrameWriter;
import dev.taskcast.http.exchange.Frames;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What a stream is sent when nothing happens, and before it ends. Of the session's thread. */
final class Pulse {
    private static final long RETRY_MILLIS = 1_000;
    private static final Frames HEARTBEAT = heartbeatFrames();

    private final Streams streams;
    private long lastSentNanos;

    Pulse(Streams streams) {
        this.streams = streams;
    }

    private static Frames heartbeatFrames() {
        FrameWriter writer = new FrameWriter();
        writer.heartbeat();
        return Frames.shared(writer.toByteArray());
    }

    /** Something was sent. */
    void sent() {
        lastSentNanos = streams.clock().nanos();
    }

    /** Null where none is due. */
    @Nullable
    Frames heartbeat() {
        long now = streams.clock().nanos();
        if (now - lastSentNanos < streams.heartbeatNanos()) {
            return null;
        }
        lastSentNanos = now;
        return HEARTBEAT;
    }

    static Frames goodbye(long spreadMillis) {
        FrameWriter writer = new FrameWriter();
        writer.retry(RETRY_MILLIS + ThreadLocalRandom.current().nextLong(spreadMillis + 1));
        return Frames.single(writer.toByteArray());
    }
}
