package dev.taskcast.http.pump;

import dev.taskcast.http.exchange.StreamSession;
import dev.taskcast.thread.SafeLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The streams of one loop. A hint leads to one round over those that have something to send, however many hints come
 * before it is made; a stream that can't be written to is passed over and goes on by itself once it can. All on the loop's thread
 * but {@link #hint}.
 */
public final class StreamPump {
    /** How often streams are looked after without a hint: heartbeats, and hints that were lost. */
    private static final long CARE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** How many at once: about 50 µs, which is what somebody with news may have to wait for it. */
    private static final int CARED_AT_ONCE = 256;

    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog ROUND_FAILED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "A round over the streams failed");

    private final PumpLoop loop;
    private final StreamLimits limits;
    private final Runnable dispatch;
    private final AtomicBoolean hinted = new AtomicBoolean();
    private final Queue<StreamGroup> woken = new ConcurrentLinkedQueue<>();
    private final List<PumpedStream> streams = new ArrayList<>();
    private final Map<Object, StreamGroup> groups = new HashMap<>(); // by company
    private List<PumpedStream> unfinished = new ArrayList<>();
    private volatile boolean isIdle = true;
    private boolean inRound;
    private boolean isCaring;
    private boolean ended;

    /**
     * The pump of a loop.
     *
     * @param loop whose streams
     * @param limits what holds for each of them
     * @param dispatch wakes streams that have something to send
     */
    public StreamPump(PumpLoop loop, StreamLimits limits, Runnable dispatch) {
        this.loop = loop;
        this.limits = limits;
        this.dispatch = dispatch;
        loop.repeat(CARE_NANOS, this::care);
    }

    /** Says that there may be something to send. From any thread. */
    public void hint() {
        if (!isIdle && !hinted.get() && hinted.compareAndSet(false, true)) {
            boolean isTaken = false;
            try {
                loop.execute(this::round);
                isTaken = true;
            } catch (RejectedExecutionException closed) {
                // The server is closed. A hint that was under way must not fail in whoever changed a task.
            } finally {
                if (!isTaken) {
                    hinted.set(false); // else nobody would ask for a round any more
                }
            }
        }
    }

    /** Says that there may be something to send for some streams. From any thread. */
    void woken(StreamGroup group) {
        woken.add(group);
        if (!loop.isIn() || !inRound) { // else this round comes to it
            hint();
        }
    }

    private void round() {
        hinted.set(false);
        inRound = true;
        try {
            pushAll();
        } finally {
            inRound = false;
        }
        if (!unfinished.isEmpty() || !woken.isEmpty()) {
            again();
        }
    }

    private void pushAll() {
        dispatch.run();
        List<PumpedStream> fresh = new ArrayList<>();
        List<PumpedStream> goOn = unfinished;
        unfinished = fresh;
        // Each once at the most, then the loop looks at its connections. What has just happened comes before long
        // dumps.
        int left = streams.size();
        for (StreamGroup group = woken.poll(); group != null; group = left-- > 0 ? woken.poll() : null) {
            group.push();
        }
        goOn.forEach(stream -> stream.orEnd(stream::goOn));
    }

    /** Has more to send. */
    void unfinished(PumpedStream stream) {
        unfinished.add(stream);
        if (!inRound) {
            again();
        }
    }

    /** Another round, but not before the loop has looked at its connections: a task that queues itself starves them. */
    private void again() {
        loop.executeAfterOthers(this::hint);
    }

    /**
     * A stream of this pump, which {@linkplain PumpedStream#begin begins} when its server says so.
     *
     * @param session what it sends; the stream closes it
     * @param sink where to
     * @return a stream that was counted before, see {@link StreamCount#enter}
     */
    public PumpedStream stream(StreamSession session, Sink sink) {
        return new PumpedStream(this, session, sink);
    }

    PumpLoop loop() {
        return loop;
    }

    /**
     * What holds for its streams.
     *
     * @return the same as for the other loops of the server
     */
    public StreamLimits limits() {
        return limits;
    }

    /** Throws nothing: a loop may make no further round of what has thrown. */
    private void care() {
        try {
            careForAll();
        } catch (Throwable t) {
            ROUND_FAILED.log(t);
        }
    }

    private void careForAll() {
        if (isIdle) {
            return;
        }
        dispatch.run();
        hint();
        if (!isCaring) {
            int parts = 1 + (streams.size() - 1) / CARED_AT_ONCE;
            careFor(streams.size(), CARE_NANOS / parts);
        }
    }

    /** For those below an index, a part of them at a time: backwards, since the last one takes the place of one that ends. */
    private void careFor(int below, long pauseNanos) {
        isCaring = false; // whatever fails, the others are looked after the next time
        long now = limits.clock().nanos();
        int from = Math.max(0, below - CARED_AT_ONCE);
        for (int i = below - 1; i >= from; i--) {
            if (i < streams.size()) {
                PumpedStream stream = streams.get(i);
                stream.orEnd(() -> stream.care(now));
            }
        }
        if (from > 0) {
            loop.schedule(pauseNanos, () -> careFor(from, pauseNanos));
            isCaring = true;
        }
    }

    void add(PumpedStream stream) {
        Object company = stream.session().company();
        StreamGroup group = company == null
                ? new StreamGroup(this, null)
                : groups.computeIfAbsent(company, made -> new StreamGroup(this, made));
        streams.add(stream);
        stream.index(streams.size() - 1); // now that it is
        isIdle = false;
        group.add(stream);
        if (ended) {
            stream.end(limits.count().spreadMillis());
        }
    }

    void remove(PumpedStream stream) {
        int index = stream.index();
        if (index < 0) {
            return;
        }
        PumpedStream last = streams.removeLast();
        if (last != stream) {
            streams.set(index, last);
            last.index(index);
        }
        stream.index(-1);
        StreamGroup group = stream.group();
        if (group != null && group.remove(stream) && group.company() != null) {
            groups.remove(group.company());
        }
        isIdle = streams.isEmpty();
    }

    /** Ends all streams, and those that come later at once. */
    public void end() {
        ended = true;
        long spread = limits.count().spreadMillis();
        for (PumpedStream stream : List.copyOf(streams)) {
            stream.end(spread);
        }
    }
}
