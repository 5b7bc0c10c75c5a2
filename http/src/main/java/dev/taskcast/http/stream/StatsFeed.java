package dev.taskcast.http.stream;

import dev.taskcast.adapter.Backend;
import dev.taskcast.http.encode.FrameWriter;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.task.TaskStats;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How many tasks are how, for streams that ask for it: looked at once a second, as long as there is one, and written once for all of
 * them, where it has changed. Thread-safe.
 */
final class StatsFeed {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Backend backend;
    private final Set<Runnable> readers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isLooking = new AtomicBoolean();
    private volatile @Nullable Shown shown;
    private volatile long lookedNanos;

    /** What was shown last: each another instance. */
    record Shown(TaskStats stats, Frames frames) {}

    StatsFeed(Backend backend) {
        this.backend = backend;
    }

    /** One more stream asks for it, and is called when there is something new. */
    void add(Runnable wake) {
        readers.add(wake);
    }

    void remove(Runnable wake) {
        readers.remove(wake);
    }

    /** Looks, where it is time to, and wakes those who want to know. */
    void tick() {
        if (!readers.isEmpty() && look()) {
            readers.forEach(Feeds::wake);
        }
    }

    /** Whether it has changed. */
    private boolean look() {
        long now = backend.clock().nanos();
        Shown last = shown;
        if ((last != null && now - lookedNanos < INTERVAL_NANOS)
                || backend.isClosed()
                || !isLooking.compareAndSet(false, true)) {
            return false;
        }
        try {
            lookedNanos = now;
            TaskStats stats = backend.stats();
            if (last != null && last.stats.equals(stats)) {
                return false;
            }
            FrameWriter writer = new FrameWriter();
            writer.stats(stats);
            shown = new Shown(stats, Frames.shared(writer.toByteArray()));
            return true;
        } finally {
            isLooking.set(false);
        }
    }

    /** The newest. For who has just begun it is looked at anew. */
    @Nullable
    Shown newest(boolean isBeginning) {
        if (isBeginning && look()) {
            readers.forEach(Feeds::wake);
        }
        return shown;
    }
}
