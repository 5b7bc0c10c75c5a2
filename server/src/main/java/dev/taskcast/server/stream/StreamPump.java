package dev.taskcast.server.stream;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The streams of one event loop. A hint leads to one round over them, however many hints come before it is made; a stream
 * that can't be written to is passed over and goes on by itself once it can. All on the loop's thread but {@link #hint}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in exceptionCaught or channelInactive
public final class StreamPump {
    /** How often streams are looked after without a hint: heartbeats, and hints that were lost. */
    private static final long CARE_MILLIS = 250;

    private final EventLoop loop;
    private final StreamLimits limits;
    private final AtomicBoolean hinted = new AtomicBoolean();
    private final List<StreamHandler> streams = new ArrayList<>();
    private boolean ended;

    /**
     * The pump of a loop.
     *
     * @param loop whose streams
     * @param limits what holds for each of them
     */
    public StreamPump(EventLoop loop, StreamLimits limits) {
        this.loop = loop;
        this.limits = limits;
        loop.scheduleAtFixedRate(this::care, CARE_MILLIS, CARE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Says that there may be something to send. From any thread. */
    public void hint() {
        if (!hinted.get() && hinted.compareAndSet(false, true)) {
            try {
                loop.execute(this::round);
            } catch (RejectedExecutionException closed) {
                // The server is closed. A hint that was under way must not fail in whoever changed a task.
            }
        }
    }

    private void round() {
        hinted.set(false);
        boolean more = false;
        for (int i = streams.size() - 1; i >= 0; i--) { // backwards: a stream whose write fails takes itself out
            if (i < streams.size()) {
                more |= streams.get(i).push();
            }
        }
        if (more) {
            again();
        }
    }

    /** Another round, but not before the loop has looked at its connections: a task that queues itself starves them. */
    void again() {
        if (loop instanceof SingleThreadEventLoop single) {
            single.executeAfterEventLoopIteration(this::hint);
        } else {
            hint();
        }
    }

    StreamLimits limits() {
        return limits;
    }

    private void care() {
        long now = limits.clock().nanos();
        for (int i = streams.size() - 1; i >= 0; i--) {
            if (i < streams.size()) {
                streams.get(i).care(now);
            }
        }
    }

    void add(StreamHandler stream) {
        stream.index(streams.size());
        streams.add(stream);
        if (ended) {
            stream.end(limits.count().spreadMillis());
        }
    }

    void remove(StreamHandler stream) {
        int index = stream.index();
        if (index >= 0) {
            StreamHandler last = streams.removeLast();
            if (last != stream) {
                streams.set(index, last);
                last.index(index);
            }
            stream.index(-1);
        }
    }

    /** Ends all streams, and those that come later at once. */
    public void end() {
        ended = true;
        long spread = limits.count().spreadMillis();
        for (StreamHandler stream : List.copyOf(streams)) {
            stream.end(spread);
        }
    }
}
