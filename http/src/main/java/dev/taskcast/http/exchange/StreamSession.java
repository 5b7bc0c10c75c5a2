package dev.taskcast.http.exchange;

import org.jspecify.annotations.Nullable;

/**
 * One viewer's stream, whose server asks for the next frames whenever it can write some. Nothing is queued for a viewer that can't be
 * written to: what they missed is merged where it is too much, and given once they take it.
 *
 * <p>Not thread-safe: of the thread that writes to the viewer, but for the running of a {@linkplain #question question}.
 */
public interface StreamSession extends AutoCloseable {
    /**
     * The next frames.
     *
     * @return null where there is nothing to send at the moment
     */
    @Nullable
    Frames next();

    /**
     * Whether there may be something to send.
     *
     * @return false where {@link #next} would give nothing, and there is nothing new to ask
     */
    boolean hasNext();

    /**
     * A heartbeat, where the stream has been idle for as long as the endpoint lets it.
     *
     * @return null where none is due
     */
    @Nullable
    Frames heartbeat();

    /**
     * Something to ask the application, where there is.
     *
     * @return to be run on a thread that may block, after which {@link #next} is to be called; null where there is nothing to
     *     ask, or it is being asked
     */
    @Nullable
    Runnable question();

    /**
     * Whether the viewer is no longer let in, or can't be told anything here for now: the server ends the stream, and says goodbye.
     *
     * @return true from then on
     */
    boolean isDenied();

    /**
     * What to send before a planned end of the stream: when to connect again, with jitter.
     *
     * @param spreadMillis over how long the viewers are to come back, beyond the first second
     * @return a {@code retry:} line
     */
    Frames goodbye(long spreadMillis);

    /**
     * Those who have something to send whenever this session does, and hardly ever without it: a server may wake them as one.
     *
     * @return what they have in common; null where this session is alone
     */
    @Nullable
    Object company();

    /**
     * Calls back when there may be something to send that there was not before, also for the rest of its {@linkplain #company
     * company}. From any thread.
     *
     * @param wake short, must not block or throw
     * @return takes it back
     */
    Runnable onWake(Runnable wake);

    /** The stream has ended. Idempotent. */
    @Override
    void close();
}
