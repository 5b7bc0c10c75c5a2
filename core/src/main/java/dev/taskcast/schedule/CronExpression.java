package dev.taskcast.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When a cron expression fires. An implementation is immutable and thread-safe, and needs to know nothing of zones: it
 * answers for a clock that is never changed, and {@link #next(Instant, ZoneId)} makes moments of that.
 */
public interface CronExpression {
    /**
     * The expression in one form for all ways to write it, as far as that is easy. What is kept and compared by a later
     * version, so it never changes its form.
     *
     * @return the same for expressions that fire at the same times; not necessarily another one for all others
     */
    String text();

    /**
     * Whether it fires in each hour of the days that it fires on.
     *
     * @return false where its hours are restricted
     */
    boolean isHourly();

    /**
     * The next time on a clock that is never changed.
     *
     * @param after in whole seconds
     * @return the first time after it, in whole seconds; empty where there is none within at least ten years
     */
    Optional<LocalDateTime> next(LocalDateTime after);

    /**
     * The next moment in a zone. Where its clocks are changed:
     *
     * <ul>
     *   <li>One that {@linkplain #isHourly() fires in each hour} goes by the clock as it is: not within the time that is
     *       skipped, and both times within the time that comes twice.
     *   <li>Any other fires once for each time: when the clocks are put forward, if the time is skipped, and the first time
     *       round, if it comes twice. Several times that are skipped together are one.
     * </ul>
     *
     * @param after any moment
     * @param zone whose clock the expression means
     * @return the first moment after it; empty where there is none within at least ten years
     */
    default Optional<Instant> next(Instant after, ZoneId zone) {
        WallClock clock = new WallClock(this, zone.getRules());
        return Optional.ofNullable(isHourly() ? clock.nextByTheClock(after) : clock.nextOnce(after));
    }
}
