package dev.taskcast.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where tasks stand at one moment. */
final class LinePlaces {
    private final Gates gates;
    private final long now;
    private final boolean hasSlot;

    LinePlaces(Gates gates, long now, boolean hasSlot) {
        this.gates = gates;
        this.now = now;
        this.hasSlot = hasSlot;
    }

    /** A lane is null where nobody of it waits whose time has come. */
    LinePlace of(Waiter waiter, @Nullable WaitingLane lane) {
        if (waiter.readyAt() > now || lane == null) {
            return new LinePlace(Why.DELAY, null, 0, waiter.readyAt());
        }
        Band band = lane.group.half.band;
        int position = (int) Math.min(Integer.MAX_VALUE, band.place(waiter, lane.key) + band.queue.before(band));
        List<Gate> all = gates.of(lane.lane);
        int by = Hold.by(all.stream().map(Gate::hold).toList(), lane.lane.takesSlot() && !hasSlot);
        Why why = by < 0 ? Why.SLOT : all.get(by).hold().why();
        return switch (why) {
            case UNKNOWN_TYPE -> new LinePlace(why, null, position, 0);
            case PAUSED -> new LinePlace(why, all.get(by).of(), position, 0);
            default ->
                new LinePlace(
                        why, by < 0 ? null : all.get(by).of(), position, startsAt(position, all, band.queue.flow()));
        };
    }

    /** How many wait for what. */
    void tell(Waits action) {
        Hold manager = gates.manager().hold();
        for (QueueState queue : gates.queues()) {
            Tally tally = queue.tally();
            tally.forEach(queue.hold(), manager, hasSlot, (why, count) -> action.take(queue.name, why, false, count));
            if (tally.delayed() > 0) {
                action.take(queue.name, Why.DELAY, false, tally.delayed());
            }
            if (tally.retried() > 0) {
                action.take(queue.name, Why.DELAY, true, tally.retried());
            }
        }
    }

    /** By how fast its queue went of late, or by its slowest rate where that is slower. */
    private long startsAt(int position, List<Gate> all, Flow flow) {
        double perMilli = flow.perMilli(now);
        long earliest = now;
        for (Gate gate : all) {
            Limit limit = gate.limit();
            Rate rate = limit == null ? null : limit.rate();
            if (rate != null) {
                double most = rate.permits() / (double) rate.periodMillis();
                perMilli = perMilli == 0 ? most : Math.min(perMilli, most);
            }
            Pace pace = gate.pace();
            earliest = pace == null ? earliest : Math.max(earliest, pace.dueMillis());
        }
        return perMilli == 0 ? 0 : coarse(Math.max(earliest - now, (long) (position / perMilli)));
    }

    /** To the second, to ten seconds from a minute on, to the minute from ten minutes on. */
    private long coarse(long millis) {
        long step = millis < 60_000 ? 1_000 : millis < 600_000 ? 10_000 : 60_000;
        return Math.ceilDiv(now + millis, step) * step;
    }
}
