package dev.taskcast.http.pump;

import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.StreamSession;
import dev.taskcast.thread.Insist;
import dev.taskcast.thread.SafeLog;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a pump. Nothing is queued for it beyond what its connection is just sending. All on the thread of the pump's
 * {@link PumpLoop}.
 */
public final class PumpedStream {
    /** How many batches at the most before the other streams have their turn. */
    private static final int BATCHES = 8;
    /** How many bytes before that: a piece of a dump. What it takes the kernel to move more than that, live viewers would wait for. */
    private static final int TURN_BYTES = 32 * 1024;

    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog UNDELIVERED = new SafeLog(
            LOG, System.Logger.Level.ERROR, "To pass an answer on to a stream has failed, and is tried again");
    private static final SafeLog STREAM_FAILED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "A stream failed, and ends");

    private final StreamPump pump;
    private final StreamSession session;
    private final Sink sink;
    private final long endNanos;
    private long stuckSinceNanos; // 0 while the connection takes something
    private long waitingBytes; // when it was last looked at
    private @Nullable StreamGroup group;
    private int index = -1; // among all streams of the loop
    private int place; // among those of the group
    private boolean isUnfinished;
    private boolean isPushing;
    private boolean isClosed;

    PumpedStream(StreamPump pump, StreamSession session, Sink sink) {
        this.pump = pump;
        this.session = session;
        this.sink = sink;
        endNanos = pump.limits().end();
    }

    int index() {
        return index;
    }

    void index(int newIndex) {
        index = newIndex;
    }

    StreamSession session() {
        return session;
    }

    void join(StreamGroup of, int at) {
        group = of;
        place = at;
    }

    int place() {
        return place;
    }

    /** Null for one that its pump could not add. */
    @Nullable
    StreamGroup group() {
        return group;
    }

    /** Begins, once the head of the answer was written, and sends what there is. */
    public void begin() {
        pump.add(this);
        push();
        if (index >= 0) {
            sink.flush(); // the head, where there was nothing else
        }
    }

    /** The connection takes something again. */
    public void writable() {
        if (!isPushing) { // else it may still be so within its turn
            goOnLater();
        }
    }

    /**
     * Says goodbye and closes; a connection that does not take it is closed all the same. Nothing happens where that was done before.
     *
     * @param spreadMillis over how long the viewers are to come back, beyond the first second
     */
    public void end(long spreadMillis) {
        if (index >= 0) {
            pump.remove(this);
            sink.end(session.goodbye(spreadMillis));
        }
    }

    /** The connection is closed, by whomever: the stream counts no more. To be called for each stream, whether it has begun or not, but where {@link
     * StreamCount#leave} was. Idempotent. */
    public void closed() {
        if (!isClosed) {
            isClosed = true;
            pump.remove(this);
            session.close();
            pump.limits().count().leave();
        }
    }

    private void cut() {
        try {
            pump.remove(this);
        } finally {
            sink.cut();
        }
    }

    /** What goes wrong with a stream ends it, and is not for the others: its viewer comes back, and goes on where it was. */
    void orEnd(Runnable action) {
        try {
            action.run();
        } catch (Throwable t) {
            STREAM_FAILED.log(t);
            cut();
        }
    }

    /** Sends on where it had more than it could send in one turn. */
    void goOn() {
        isUnfinished = false;
        push();
    }

    /** Sends what there is, as far as the connection takes it and there is time; whether there was something. */
    boolean push() {
        if (index < 0 || !session.hasNext()) {
            return false;
        }
        boolean written = false;
        boolean more = true;
        isPushing = true;
        try {
            int bytes = 0;
            for (int i = 0; more && i < BATCHES && bytes < TURN_BYTES && sink.isWritable(); i++) {
                Frames frames = session.next();
                if (frames != null) {
                    sink.write(frames);
                    bytes += frames.bytes().length;
                    written = true;
                }
                more = frames != null && session.hasNext();
            }
            if (written) {
                sink.flush();
            }
        } finally {
            isPushing = false;
        }
        if (session.isDenied()) { // also where the answer had to wait until the connection took something
            end(0);
            return true;
        }
        ask();
        if (more) {
            goOnLater();
        }
        return written;
    }

    /** In another round, after all others have had their turn. */
    private void goOnLater() {
        if (!isUnfinished && index >= 0 && sink.isWritable()) {
            isUnfinished = true;
            pump.unfinished(this);
        }
    }

    /** Has a question asked where it may block, and goes on once it is answered. */
    private void ask() {
        Runnable question = session.question();
        if (question == null) {
            return;
        }
        try {
            pump.limits().questions().execute(() -> {
                question.run(); // does not throw
                Insist.on(UNDELIVERED, this::deliver);
            });
        } catch (RejectedExecutionException | OutOfMemoryError tooMuch) { // an error where there can be no more threads
            end(0); // it comes back and asks again
        }
    }

    private void deliver() {
        try {
            pump.loop().execute(() -> orEnd(this::answered));
        } catch (RejectedExecutionException closed) {
            // The server has not waited for this answer any longer.
        }
    }

    private void answered() {
        push();
        if (index >= 0) {
            ask();
        }
    }

    /** Heartbeats, deadlines, and what a lost hint would have sent. */
    void care(long now) {
        if (isCut(now)) {
            return;
        }
        if (endNanos - now <= 0) {
            end(pump.limits().count().spreadMillis());
            return;
        }
        if (!sink.isWritable()) {
            ask(); // somebody who does not read may still lose their access
            return;
        }
        if (push()) {
            return;
        }
        ask();
        Frames heartbeat = session.heartbeat();
        if (heartbeat != null) {
            sink.write(heartbeat);
            sink.flush();
        }
    }

    /** Whether the connection has taken nothing for too long, and was closed. */
    private boolean isCut(long now) {
        if (sink.isWritable()) {
            stuckSinceNanos = 0;
            return false;
        }
        long waiting = sink.waitingBytes();
        if (stuckSinceNanos == 0 || waiting != waitingBytes) {
            waitingBytes = waiting;
            stuckSinceNanos = now == 0 ? 1 : now;
        }
        boolean cut = now - stuckSinceNanos > pump.limits().writeDeadlineNanos();
        if (cut) {
            cut();
        }
        return cut;
    }
}
