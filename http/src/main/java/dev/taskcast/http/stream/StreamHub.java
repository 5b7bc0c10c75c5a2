package dev.taskcast.http.stream;

import dev.taskcast.http.encode.FrameWriter;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.Event;
import dev.taskcast.log.EventLog;
import dev.taskcast.log.Read;
import dev.taskcast.thread.ShortLock;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of an endpoint have in common: the log, and the frames of the last few reads, so that sessions at
 * the same place are sent the same bytes. Thread-safe.
 */
public final class StreamHub {
    /** At most about so many events in one write. */
    static final int BATCH = 64;

    private static final int CACHED = 8;
    private static final long RETRY_MILLIS = 1_000;
    private static final Frames HEARTBEAT = heartbeatFrames();

    /** What a session at a place is sent, and where it is then; frames are null where nothing is to be sent. */
    record Step(Cursor from, @Nullable Frames frames, Cursor next, boolean atEnd) {}

    private final EventLog log;
    private final TaskClock clock;
    private final long heartbeatNanos;
    private final ShortLock lock = new ShortLock();
    private final @Nullable Step[] cache = new @Nullable Step[CACHED]; // guarded by the lock
    private int newest;

    /**
     * For an endpoint.
     *
     * @param log what its sessions read
     * @param clock measures how long a stream is idle
     * @param heartbeatInterval how long a stream may be idle
     */
    @SuppressWarnings("exports") // made by the endpoint only
    public StreamHub(EventLog log, TaskClock clock, Duration heartbeatInterval) {
        this.log = log;
        this.clock = clock;
        heartbeatNanos = heartbeatInterval.toNanos();
    }

    long nanos() {
        return clock.nanos();
    }

    long heartbeatNanos() {
        return heartbeatNanos;
    }

    EventLog log() {
        return log;
    }

    /**
     * The step of a live session. A cached one may be older than the log's end: then the session takes another.
     *
     * @return null where the session must begin anew
     */
    @Nullable
    Step live(Cursor from) {
        lock.lock();
        try {
            for (Step step : cache) {
                if (step != null && step.from().equals(from)) {
                    return step;
                }
            }
            if (!(log.read(from, BATCH) instanceof Read.Some some)) {
                return null;
            }
            Step step = new Step(from, frames(some, from), some.next(), some.atEnd());
            if (!step.next().equals(from)) { // else the place would never lead on, even once there is something to read
                newest = (newest + 1) % CACHED;
                cache[newest] = step;
            }
            return step;
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable Frames frames(Read.Some some, Cursor from) {
        if (some.events().isEmpty()) {
            return null;
        }
        FrameWriter writer = new FrameWriter();
        write(writer, some, from);
        return new Frames(writer.toByteArray());
    }

    /** Each with the position that the session has been brought up to: an event without its own repeats the last. */
    static void write(FrameWriter writer, Read.Some some, Cursor from) {
        long upTo = from.position();
        for (Event event : some.events()) {
            upTo = event.isTransition() ? event.position() : upTo;
            writer.id(upTo);
            writer.event(event);
        }
    }

    static Frames heartbeat() {
        return HEARTBEAT;
    }

    static Frames goodbye() {
        FrameWriter writer = new FrameWriter();
        writer.retry(RETRY_MILLIS + ThreadLocalRandom.current().nextLong(2 * RETRY_MILLIS));
        return new Frames(writer.toByteArray());
    }

    private static Frames heartbeatFrames() {
        FrameWriter writer = new FrameWriter();
        writer.heartbeat();
        return new Frames(writer.toByteArray());
    }
}
