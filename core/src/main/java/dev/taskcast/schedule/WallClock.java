package dev.taskcast.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/** The moments at which an expression fires by the clock on the wall, which is put forward and back. */
record WallClock(CronExpression expression, ZoneRules rules) {

    /** The next moment at which the clock shows a time that matches. */
    @Nullable
    Instant nextByTheClock(Instant after) {
        ZoneOffset offset = rules.getOffset(after);
        LocalDateTime from = LocalDateTime.ofInstant(after, offset).truncatedTo(ChronoUnit.SECONDS);
        ZoneOffsetTransition change = rules.nextTransition(after);
        while (true) {
            LocalDateTime time = expression.next(from).orElse(null);
            if (time == null) {
                return null;
            }
            if (change == null || time.isBefore(change.getDateTimeBefore())) {
                return time.toInstant(offset);
            }
            // With this offset the clock does not get there. It goes on with what it shows after the change, inclusive.
            offset = change.getOffsetAfter();
            from = change.getDateTimeAfter().minusSeconds(1);
            change = rules.nextTransition(change.getInstant());
        }
    }

    /** The next moment that stands for a time that matches, where each time has one moment. */
    @Nullable
    Instant nextOnce(Instant after) {
        LocalDateTime from = LocalDateTime.ofInstant(after, rules.getOffset(after));
        ZoneOffsetTransition change = rules.getTransition(from);
        if (change != null && change.isOverlap() && !after.isBefore(change.getInstant())) {
            // What the clock shows for the second time has had its moments. What it shows then for the first time has
            // not.
            from = change.getDateTimeBefore().minusSeconds(1);
        }
        return expression
                .next(from.truncatedTo(ChronoUnit.SECONDS))
                .map(this::moment)
                .orElse(null);
    }

    /** Later times have no earlier moments, so that the first time that comes after has the first moment. */
    private Instant moment(LocalDateTime time) {
        ZoneOffsetTransition change = rules.getTransition(time);
        if (change != null && change.isGap()) {
            return change.getInstant();
        }
        return time.toInstant(change == null ? rules.getOffset(time) : change.getOffsetBefore());
    }
}
