package dev.taskcast.engine;

import dev.taskcast.task.StoreStatus;
import dev.taskcast.thread.Loop;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How a manager's own threads do. A pass that fails is made again; it is one that goes on failing that people have to know of. Thread-safe. */
final class Vitals implements Loop.Watch {
    /** For how long something may fail before it is taken for something that does not pass. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Trouble(long sinceNanos, long sinceMillis, String reason, boolean isLasting) {}

    private final TaskClock clock;
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>(); // by what has them

    Vitals(TaskClock clock) {
        this.clock = clock;
    }

    @Override
    public void failed(String loop, Throwable thrown) {
        try {
            String reason = loop + " fails: " + thrown.getClass().getName();
            troubles.putIfAbsent(loop, new Trouble(clock.nanos(), clock.millis(), reason, false));
        } catch (Throwable noMemory) {
            // it fails again, or all is well
        }
    }

    @Override
    public void well(String loop) {
        troubles.remove(loop);
    }

    @Override
    public void ended(String loop) {
        String reason = loop + " has ended: this process has to be started anew";
        troubles.put(loop, new Trouble(clock.nanos(), clock.millis(), reason, true));
    }

    /** Null where all is well. */
    @Nullable
    StoreStatus down() {
        for (Trouble trouble : troubles.values()) {
            return new StoreStatus(false, trouble.sinceMillis, trouble.reason);
        }
        return null;
    }

    /** Whether something has been failing for so long that nobody should be sent here. */
    boolean isLasting() {
        long now = clock.nanos();
        return troubles.values().stream()
                .anyMatch(trouble -> trouble.isLasting || now - trouble.sinceNanos > PATIENCE.toNanos());
    }
}
