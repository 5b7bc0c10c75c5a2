package dev.taskcast.client.frames;

import org.jspecify.annotations.Nullable;

/** What a stream says, frame by frame. */
public interface FrameSink {
    /**
     * A frame that is a message, or that says how far the stream is.
     *
     * @param id its id, or null where it has none
     * @param data its data in UTF-8, or null where it has none
     */
    void frame(@Nullable String id, byte @Nullable [] data);

    /** A comment, as heartbeats are. */
    void comment();

    /**
     * How long to wait before the next connection.
     *
     * @param millis milliseconds, from 0; {@code Long.MAX_VALUE} for what is no {@code long}
     */
    void retry(long millis);
}
