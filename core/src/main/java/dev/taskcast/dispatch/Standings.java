package dev.taskcast.dispatch;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.queue.LimitOf;
import dev.taskcast.queue.Line;
import dev.taskcast.queue.LinePlace;
import dev.taskcast.task.Standing;
import dev.taskcast.task.Standing.LimitKind;
import dev.taskcast.task.Standing.Why;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.Waiting;
import dev.taskcast.thread.ShortLock;
import dev.taskcast.time.StoreClock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where tasks stand in line, in words for viewers. Thread-safe. */
public final class Standings implements Positions {
    private final ShortLock lock; // of the line and the lanes
    private final Line line;
    private final Lanes lanes;
    private final StoreClock clock;

    Standings(ShortLock lock, Line line, Lanes lanes, StoreClock clock) {
        this.lock = lock;
        this.line = line;
        this.lanes = lanes;
        this.clock = clock;
    }

    /**
     * Where a task stands that waits.
     *
     * @param row the task
     * @return null where it does not wait for its turn
     */
    public @Nullable Standing of(TaskRow row) {
        if (row.state() instanceof Pending pending && pending.waiting() instanceof Waiting.ForHandler) {
            return new Standing(Why.STOPPING, null, 0, 0);
        }
        if (!Lanes.isInLine(row)) {
            return null;
        }
        boolean isRetry = row.state() instanceof Pending pending
                && pending.waiting() instanceof Waiting.ForTime time
                && time.isRetry();
        return lock.get(() -> of(line.view().standing(lanes.waiter(row), clock.millis()), isRetry));
    }

    /**
     * The types for which tasks wait in vain on this node, since their code is not here.
     *
     * @return their names, sorted
     */
    public List<String> unknownTypes() {
        return lock.get(() -> line.view().lacking(clock.millis()));
    }

    /**
     * How many tasks wait for what.
     *
     * @param byQueue by the name of their queue, the default one having the empty one; those that are not 0
     * @param oldest since when the one waits that waits longest of those whose time has come, in epoch milliseconds, about; 0 where none does
     */
    public record Waits(Map<String, Map<Why, Long>> byQueue, long oldest) {}

    /**
     * Counts what waits for its turn or a time, without looking at any of it.
     *
     * @return as it is
     */
    public Waits waits() {
        return lock.get(() -> {
            long now = clock.millis();
            Map<String, Map<Why, Long>> byQueue = new HashMap<>();
            line.view()
                    .waits(
                            now,
                            (queue, why, isRetry, count) -> byQueue.computeIfAbsent(
                                            queue, made -> new EnumMap<>(Why.class))
                                    .merge(why(why, isRetry), (long) count, Long::sum));
            return new Waits(byQueue, line.view().oldest(now));
        });
    }

    @Override
    public Moved movedSince(long since) {
        return lock.get(() -> {
            List<String> queues = line.view().movedSince(since, clock.millis());
            return new Moved(line.view().moves(), queues);
        });
    }

    @Override
    public long moves(String queue) {
        return lock.get(() -> line.view().moves(queue));
    }

    @Override
    public List<Placed> first(String queue, int most) {
        return lock.get(() -> {
            long now = clock.millis();
            return line.view().first(queue, most, now).stream()
                    .map(waiter -> new Placed(
                            waiter.created(), waiter.since(), of(line.view().standing(waiter, now), false)))
                    .toList();
        });
    }

    private static Standing of(LinePlace at, boolean isRetry) {
        return new Standing(why(at.why(), isRetry), kind(at.by()), at.position(), at.startsAt());
    }

    private static Why why(dev.taskcast.queue.Why why, boolean isRetry) {
        return switch (why) {
            case SLOT -> Why.SLOT;
            case LIMIT -> Why.LIMIT;
            case RATE -> Why.RATE;
            case DELAY -> isRetry ? Why.RETRY : Why.DELAY;
            case PAUSED -> Why.PAUSED;
            case UNKNOWN_TYPE -> Why.UNKNOWN_TYPE;
        };
    }

    private static @Nullable LimitKind kind(@Nullable LimitOf of) {
        return switch (of) {
            case null -> null;
            case LimitOf.Manager manager -> LimitKind.MANAGER;
            case LimitOf.Queue queue -> LimitKind.QUEUE;
            case LimitOf.Type type -> LimitKind.TYPE;
            case LimitOf.EachKey each -> LimitKind.KEY;
            case LimitOf.Key key -> LimitKind.KEY;
        };
    }
}
