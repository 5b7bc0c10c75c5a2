package dev.taskcast.queue;

import dev.taskcast.thread.ShortLock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How many handlers of queued tasks go on at once. Runs are started a little ahead of free slots, so that slots don't stand empty while
 * a commit goes on. Where handlers take less time than a commit: twice as many each time that all of the slots were used up. Where they
 * take longer: as many as are likely to end until the next look, see {@link Lead}. Fewer as soon as one had to wait. Who waits for too
 * long is to be handed back. Thread-safe.
 *
 * @param <R> a run
 */
public final class Slots<R> {
    private static final int MAX_AHEAD = 1_000;
    private static final long PATIENCE_NANOS = 20_000_000;
    private static final int STEADY = 3; // so that one short task before a long one makes nobody seem to run
    private static final long SHORT_NANOS = 5_000_000;
    private static final long HAND_BACK_NANOS = 250_000_000;

    private record Ready<R>(R run, long sinceNanos) {}

    private final ShortLock lock = new ShortLock();
    private final int slots;
    private final int maxAhead;
    private final Lead lead = new Lead();
    private final Deque<Ready<R>> ready = new ArrayDeque<>();
    private int active;
    private int ahead;
    private int ended; // since the last look
    private int usedUp; // how many looks in a row have found all slots used up by short runs
    private boolean allShort = true; // those that ended since then
    private boolean stopped;

    /**
     * All free.
     *
     * @param slots how many
     * @param isAhead whether runs may be started ahead of free slots: a start is a commit to a store that takes its time
     */
    public Slots(int slots, boolean isAhead) {
        this.slots = slots;
        maxAhead = isAhead ? MAX_AHEAD : 0;
    }

    /**
     * How many no handler has, and no run that was started ahead waits for.
     *
     * @return at least 0
     */
    public int free() {
        return lock.get(() -> stopped ? 0 : Math.max(0, slots - active - ready.size()));
    }

    /**
     * How many more runs may be started now.
     *
     * @param nowNanos on the monotonic clock
     * @return at least 0
     */
    public int room(long nowNanos) {
        return lock.get(() -> {
            if (stopped) {
                return 0;
            }
            Ready<R> oldest = ready.peek();
            lead.look(nowNanos, ended, slots - active <= ended);
            if (oldest != null && nowNanos - oldest.sinceNanos > PATIENCE_NANOS) {
                ahead /= 2;
            } else if (!allShort) {
                ahead = Math.min(maxAhead, lead.runs());
            }
            usedUp = allShort && oldest == null && ended >= slots ? usedUp + 1 : 0;
            if (usedUp >= STEADY) {
                ahead = Math.min(maxAhead, Math.max(slots, 2 * ahead));
            }
            ended = 0;
            allShort = true;
            return (int) Math.max(0, (long) slots + ahead - active - ready.size());
        });
    }

    /**
     * A run was started.
     *
     * @param run the run
     * @param nowNanos on the monotonic clock
     * @return whether its handler is to begin; otherwise {@link #freed} gives it later
     */
    public boolean begins(R run, long nowNanos) {
        return lock.get(() -> {
            if (active < slots && !stopped) {
                active++;
                return true;
            }
            ready.add(new Ready<>(run, nowNanos));
            return false;
        });
    }

    /**
     * A handler has returned.
     *
     * @param tookNanos how long it took
     * @return the run whose handler is to begin in its place; empty where there is none
     */
    public List<R> freed(long tookNanos) {
        return lock.get(() -> {
            Ready<R> next = stopped ? null : ready.peek();
            List<R> given =
                    next == null ? List.of() : List.of(next.run); // made first: a run that is taken out is nowhere else
            ended++;
            allShort &= tookNanos < SHORT_NANOS;
            if (next == null) {
                active--;
            } else {
                ready.remove();
            }
            return given;
        });
    }

    /**
     * Runs that have waited for so long that somebody else should have them.
     *
     * @param nowNanos on the monotonic clock
     * @return they will not begin
     */
    public List<R> tooLate(long nowNanos) {
        return lock.get(() -> {
            List<R> late = new ArrayList<>();
            for (Ready<R> each : ready) {
                if (nowNanos - each.sinceNanos <= HAND_BACK_NANOS) {
                    break;
                }
                late.add(each.run);
            }
            for (int i = 0; i < late.size(); i++) {
                ready.remove();
            }
            if (!late.isEmpty()) {
                ahead = 0;
            }
            return late;
        });
    }

    /**
     * No run begins any more.
     *
     * @return those that were to begin
     */
    public List<R> stop() {
        return lock.get(() -> {
            stopped = true;
            List<R> left = ready.stream().map(Ready::run).toList();
            ready.clear();
            return left;
        });
    }
}
