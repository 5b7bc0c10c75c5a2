package dev.taskcast.http.pump;

import dev.taskcast.http.exchange.Frames;

/**
 * The connection of one stream, as its server has it. All is called on the thread of the {@link PumpLoop}. What goes wrong with the
 * connection may be thrown, or told by {@link PumpedStream#closed}.
 */
public interface Sink {
    /**
     * Whether the connection takes frames now. After a no, the server calls {@link PumpedStream#writable} once it does.
     *
     * @return false where they would only be queued
     */
    boolean isWritable();

    /**
     * Writes frames. Some may be written until {@link #flush()} is called, each only where the connection {@linkplain #isWritable takes}
     * some.
     *
     * @param frames as they are to be sent; kept until they are
     */
    void write(Frames frames);

    /** Sends what was written, as soon as the connection takes it. */
    void flush();

    /**
     * How much is still to be sent of what was written. A connection that does not take anything for long is one where this stays the
     * same.
     *
     * @return in bytes, also within a piece; always 0 where the server can't know
     */
    long waitingBytes();

    /**
     * Sends the last frames and closes the connection, also where it takes nothing for a while. Nothing else is called after that.
     *
     * @param goodbye to be written whether or not the connection takes something
     */
    void end(Frames goodbye);

    /**
     * Closes the connection at once: it takes nothing, or something has failed. Nothing else is called after that. As after {@link #end},
     * the server calls {@link PumpedStream#closed} once it is closed.
     */
    void cut();
}
