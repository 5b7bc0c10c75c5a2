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
        if (!lane.type.isUsable()) {
            return new LinePlace(Why.UNKNOWN_TYPE, null, position, 0);
        }
        List<Gate> all = gates.of(lane.lane);
        Gate shut = first(all, true);
        if (shut != null) {
            return new LinePlace(Why.PAUSED, shut.of(), position, 0);
        }
        long startsAt = startsAt(position, all, band.queue.flow());
        Gate closed = first(all, false);
        if (closed != null) {
            return new LinePlace(isRate(closed) ? Why.RATE : Why.LIMIT, closed.of(), position, startsAt);
        }
        Gate limited = lane.lane.takesSlot() && !hasSlot ? null : limited(all);
        return new LinePlace(
                limited == null ? Why.SLOT : Why.LIMIT, limited == null ? null : limited.of(), position, startsAt);
    }

    /** Closed by its rate alone. */
    private static boolean isRate(Gate closed) {
        Limit limit = closed.limit();
        return limit != null && closed.holders() < limit.maxConcurrent();
    }

    private static @Nullable Gate first(List<Gate> all, boolean isShut) {
        for (Gate gate : all) {
            Limit limit = gate.limit();
            if (isShut ? limit != null && limit.isShut() : !gate.isOpen()) {
                return gate;
            }
        }
        return null;
    }

    private static @Nullable Gate limited(List<Gate> all) {
        for (Gate gate : all) {
            if (gate.limit() != null) {
                return gate;
            }
        }
        return null;
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
