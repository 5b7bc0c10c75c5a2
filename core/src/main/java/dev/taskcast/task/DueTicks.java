package dev.taskcast.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which ticks of a task's schedule it is time for. */
record DueTicks(Schedule schedule, TickRule rule, String id) {

    /** As {@link Schedule#dueAt}. */
    Instant dueAt(Instant tick) {
        Duration room = schedule.jitter();
        Instant following = room.isZero() ? null : rule.following(tick);
        if (following != null && Duration.between(tick, following).compareTo(room) < 0) {
            room = Duration.between(tick, following);
        }
        return room.isZero() ? tick : tick.plusMillis(part(tick, room.toMillis()));
    }

    /** The finalizer of SplitMix64: near ticks and ids get parts that are far from each other. */
    private long part(Instant tick, long room) {
        long mixed = tick.toEpochMilli() + id.hashCode() * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return Math.floorMod(mixed ^ (mixed >>> 31), room);
    }

    /** As {@link Schedule#due}. */
    Schedule.Due upTo(Instant tick, Instant now) {
        if (dueAt(tick).isAfter(now)) {
            return new Schedule.Due(List.of(), tick);
        }
        Instant latest = rule.latest(tick, now);
        if (latest.isAfter(tick) && dueAt(latest).isAfter(now)) {
            latest = before(tick, latest);
        }
        List<Instant> due = made(tick, latest, now);
        Instant following = rule.following(latest);
        if (following == null && due.isEmpty()) {
            following = rule.next(now, now).orElse(null); // no run is to begin, so there is no end to wait for
        }
        return new Schedule.Due(due, following);
    }

    /** Those up to the latest that are not too late, as many as are made up for; the latest in any case. */
    private List<Instant> made(Instant tick, Instant latest, Instant now) {
        Deque<Instant> due = new ArrayDeque<>();
        Instant at = latest;
        while (at != null && !isTooLate(at, now)) {
            due.addFirst(at);
            boolean hasMore = due.size() < schedule.missed().max() && at.isAfter(tick);
            at = hasMore ? before(tick, at) : null;
        }
        return List.copyOf(due);
    }

    /** The one before, from the first on. */
    private Instant before(Instant first, Instant tick) {
        return rule.latest(first, tick.minusMillis(1));
    }

    private boolean isTooLate(Instant tick, Instant now) {
        boolean isNoneMadeUpFor = schedule.missed().max() == 0;
        @Nullable Duration most = schedule.notLaterThan().orElse(isNoneMadeUpFor ? Schedule.GRACE : null);
        return most != null && Duration.between(dueAt(tick), now).compareTo(most) > 0;
    }
}
