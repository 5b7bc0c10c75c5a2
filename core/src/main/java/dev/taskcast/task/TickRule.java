package dev.taskcast.task;

import dev.taskcast.schedule.CronExpression;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a schedule ticks. */
sealed interface TickRule {
    /** As {@link Schedule#next}. */
    Optional<Instant> next(Instant anchor, Instant after);

    /** The latest tick up to a moment, where {@code tick} is one that is not after it. */
    Instant latest(Instant tick, Instant upTo);

    /** What follows a tick, as far as it is known before the run has ended. */
    default @Nullable Instant following(Instant tick) {
        return next(tick, tick).orElse(null);
    }

    /** As {@link Schedule#text}. */
    String text();

    /** By the clock of a zone. */
    record Cron(CronExpression expression, ZoneId zone) implements TickRule {
        @Override
        public Optional<Instant> next(Instant anchor, Instant after) {
            return expression.next(anchor.isAfter(after) ? anchor : after, zone);
        }

        /** By halves, since years of seconds may have passed. */
        @Override
        public Instant latest(Instant tick, Instant upTo) {
            Instant latest = tick;
            long from = tick.getEpochSecond();
            long to = upTo.getEpochSecond();
            while (from < to) {
                long middle = from + (to - from) / 2;
                Instant next =
                        expression.next(Instant.ofEpochSecond(middle), zone).orElse(Instant.MAX);
                if (next.isAfter(upTo)) {
                    to = middle;
                } else {
                    latest = next;
                    from = next.getEpochSecond();
                }
            }
            return latest;
        }

        @Override
        public String text() {
            return "cron " + expression.text() + " in " + zone.getId();
        }
    }

    /** At a fixed rate. */
    record Every(Duration period) implements TickRule {
        @Override
        public Optional<Instant> next(Instant anchor, Instant after) {
            return Optional.of(tick(anchor, Math.max(passed(anchor, after), 0) + 1));
        }

        @Override
        public Instant latest(Instant tick, Instant upTo) {
            return tick(tick, passed(tick, upTo));
        }

        private long passed(Instant anchor, Instant upTo) {
            return Duration.between(millis(anchor), upTo).dividedBy(period);
        }

        private Instant tick(Instant anchor, long number) {
            return millis(anchor).plus(period.multipliedBy(number));
        }

        @Override
        public String text() {
            return "every " + period;
        }
    }

    /** After the end of each run. */
    record AfterEach(Duration delay) implements TickRule {
        @Override
        public Optional<Instant> next(Instant anchor, Instant after) {
            return Optional.of(millis(anchor).plus(delay)).filter(after::isBefore);
        }

        @Override
        public Instant latest(Instant tick, Instant upTo) {
            return tick;
        }

        @Override
        public @Nullable Instant following(Instant tick) {
            return null;
        }

        @Override
        public String text() {
            return "after each " + delay;
        }
    }

    /** A tick is kept in milliseconds: so one that was kept and read again is followed by the same ones. */
    private static Instant millis(Instant anchor) {
        return anchor.truncatedTo(ChronoUnit.MILLIS);
    }
}
