package dev.taskcast.task;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a registered task runs by itself, and what becomes of ticks that can't be kept. Immutable and thread-safe; it has no
 * clock and keeps nothing: each question is answered from what is asked.
 *
 * <pre>{@code
 * Schedule.cron("30 2 * * *", ZoneId.of("Europe/Berlin")).missed(Missed.skip());
 * Schedule.every(Duration.ofSeconds(30));
 * }</pre>
 */
public final class Schedule {
    /** How late a tick may be and still not count as missed, where {@link #notLaterThan(Duration)} says nothing: a minute. */
    public static final Duration GRACE = Duration.ofMinutes(1);
    /** The longest period, delay, jitter and lateness: ten years of 365 days. */
    public static final Duration MAX_DURATION = Duration.ofDays(3_650);
    /** How many ticks can be asked for at once. */
    public static final int MAX_TICKS = 1_000;

    private final TickRule rule;
    private final Missed missed;
    private final @Nullable Duration notLaterThan;
    private final Overlap overlap;
    private final Duration jitter;
    private final @Nullable String replaces;

    private Schedule(
            TickRule rule,
            Missed missed,
            @Nullable Duration notLaterThan,
            Overlap overlap,
            Duration jitter,
            @Nullable String replaces) {
        this.rule = rule;
        this.missed = missed;
        this.notLaterThan = notLaterThan;
        this.overlap = overlap;
        this.jitter = jitter;
        this.replaces = replaces;
    }

    private static Schedule of(TickRule rule) {
        return new Schedule(rule, Missed.once(), null, Overlap.SKIP, Duration.ZERO, null);
    }

    /**
     * By the clock of a zone. Needs the module {@code taskcast-cron}, whose documentation says what can be written, or
     * another {@link dev.taskcast.schedule.CronParser}. What happens where the clocks are changed is said at
     * {@link dev.taskcast.schedule.CronExpression#next(Instant, ZoneId)}.
     *
     * @param expression of 5 fields, or of 6 with the seconds first, or a name such as {@code @daily}
     * @param zone whose clock is meant
     * @return a schedule with the defaults
     * @throws IllegalArgumentException if the expression can't be read, or does not fire within ten years
     * @throws IllegalStateException if there is no module that reads cron expressions
     */
    public static Schedule cron(String expression, ZoneId zone) {
        return of(CronSupport.rule(expression, zone));
    }

    /**
     * At a fixed rate, however long the runs take. The first tick is one period after the task was registered.
     *
     * @param period between two ticks: whole milliseconds, at least one, at most {@link #MAX_DURATION}
     * @return a schedule with the defaults
     * @throws IllegalArgumentException if the period is out of its range
     */
    public static Schedule every(Duration period) {
        return of(new TickRule.Every(checked("A schedule's period", period)));
    }

    /**
     * A fixed time after the end of each run; the first tick is that time after the task was registered.
     *
     * @param delay from the end of a run to the next tick: whole milliseconds, at least one, at most {@link #MAX_DURATION}
     * @return a schedule with the defaults
     * @throws IllegalArgumentException if the delay is out of its range
     */
    public static Schedule afterEach(Duration delay) {
        return of(new TickRule.AfterEach(checked("A schedule's delay", delay)));
    }

    /**
     * Says what becomes of ticks that passed while no node could start a run.
     *
     * @param how {@link Missed#once()} by default
     * @return a copy with it
     */
    public Schedule missed(Missed how) {
        return new Schedule(rule, how, notLaterThan, overlap, jitter, replaces);
    }

    /**
     * Drops ticks that are late by more than a time.
     *
     * @param late whole milliseconds, at least one, at most {@link #MAX_DURATION}; by default a tick may be as late as
     *     {@link #missed()} lets it
     * @return a copy with it
     * @throws IllegalArgumentException if it is out of its range
     */
    public Schedule notLaterThan(Duration late) {
        return new Schedule(rule, missed, checked("How late a tick may be", late), overlap, jitter, replaces);
    }

    /**
     * Says what a tick does where the run before it has not ended.
     *
     * @param how {@link Overlap#SKIP} by default
     * @return a copy with it
     */
    public Schedule overlap(Overlap how) {
        return new Schedule(rule, missed, notLaterThan, how, jitter, replaces);
    }

    /**
     * Puts off each tick by a part of a time, so that many tasks with one schedule don't all begin at once. The part is
     * computed from the task's id and the tick: the same on each node, and another one for another task. A tick is never put
     * off as far as the next one.
     *
     * @param most whole milliseconds, at least one, at most {@link #MAX_DURATION}; none by default
     * @return a copy with it
     * @throws IllegalArgumentException if it is out of its range
     */
    public Schedule jitter(Duration most) {
        return new Schedule(rule, missed, notLaterThan, overlap, checked("A schedule's jitter", most), replaces);
    }

    /**
     * Says that the task was called otherwise, so that a schedule under the old id ends where this one begins.
     *
     * @param oldId the id that it had; none by default
     * @return a copy with it
     * @throws IllegalArgumentException if it is no valid id
     */
    public Schedule replaces(String oldId) {
        return new Schedule(rule, missed, notLaterThan, overlap, jitter, TaskId.requireValid(oldId));
    }

    private static Duration checked(String what, Duration given) {
        boolean whole = given.truncatedTo(ChronoUnit.MILLIS).equals(given);
        if (!whole || given.isNegative() || given.isZero() || given.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException(
                    what + " must be whole milliseconds, at least 1 and at most 3,650 days, got: " + given);
        }
        return given;
    }

    /**
     * What becomes of ticks that passed while no node could start a run.
     *
     * @return {@link Missed#once()} by default
     */
    public Missed missed() {
        return missed;
    }

    /**
     * How late a tick may be.
     *
     * @return empty where nothing was said, the default
     */
    public Optional<Duration> notLaterThan() {
        return Optional.ofNullable(notLaterThan);
    }

    /**
     * What a tick does where the run before it has not ended.
     *
     * @return {@link Overlap#SKIP} by default
     */
    public Overlap overlap() {
        return overlap;
    }

    /**
     * How far a tick may be put off.
     *
     * @return zero by default
     */
    public Duration jitter() {
        return jitter;
    }

    /**
     * What the task was called before.
     *
     * @return empty where nothing was said, the default
     */
    public Optional<String> replaces() {
        return Optional.ofNullable(replaces);
    }

    /**
     * What decides when it ticks, in one form: the rule, and the jitter. Two schedules with the same text tick at the same
     * times, also in another process and another version. What is done about missed and overlapping ticks is not in it: a
     * change of these moves no tick.
     *
     * @return one line of plain text, such as {@code cron 0 30 2 * * * in Europe/Berlin} or {@code every PT30S jitter PT5S}
     */
    public String text() {
        return jitter.isZero() ? rule.text() : rule.text() + " jitter " + jitter;
    }

    /**
     * The next tick, before it is {@linkplain #dueAt put off}.
     *
     * @param anchor for {@link #cron} and {@link #every} any tick, or when the task was registered; for {@link #afterEach}
     *     when the last run ended, or when the task was registered
     * @param after a moment
     * @return the first tick after both; empty where there is none, which for {@link #afterEach} is so when the one that
     *     follows the anchor has passed
     */
    public Optional<Instant> next(Instant anchor, Instant after) {
        return rule.next(anchor, after);
    }

    /**
     * The next ticks, before they are {@linkplain #dueAt put off}; for {@link #afterEach} as if runs took no time.
     *
     * @param from a tick, or when the task was registered
     * @param count how many, from 0 to {@link #MAX_TICKS}
     * @return the first so many after it, in order; fewer where there are no more
     * @throws IllegalArgumentException if the count is out of its range
     */
    public List<Instant> nextTicks(Instant from, int count) {
        if (count < 0 || count > MAX_TICKS) {
            throw new IllegalArgumentException(
                    "How many ticks are asked for must be from 0 to " + MAX_TICKS + ", got: " + count);
        }
        List<Instant> ticks = new ArrayList<>();
        Instant tick = from;
        while (ticks.size() < count && tick != null) {
            tick = rule.next(tick, tick).orElse(null);
            if (tick != null) {
                ticks.add(tick);
            }
        }
        return List.copyOf(ticks);
    }

    /**
     * When a tick's run is to begin: the tick, put off by its part of the jitter.
     *
     * @param id of the task
     * @param tick one that {@link #next} gave
     * @return not before the tick, less than the jitter after it, and before the next tick
     */
    public Instant dueAt(String id, Instant tick) {
        return new DueTicks(this, rule, id).dueAt(tick);
    }

    /**
     * What is to be done about a tick, now: which runs it is time for, after {@link #missed()} and {@link #notLaterThan()},
     * and which tick comes then. What a run that goes on means for them is not asked here.
     *
     * @param id of the task
     * @param tick the first one that was not yet decided about
     * @param now a moment
     * @return nothing and the same tick where it is not yet due
     */
    public Due due(String id, Instant tick, Instant now) {
        return new DueTicks(this, rule, id).upTo(tick, now);
    }

    /** What it says, for people. */
    @Override
    public String toString() {
        return text() + ", missed " + missed.max() + ", overlap " + overlap;
    }

    /**
     * What is to be done about a tick.
     *
     * @param ticks those that it is time for, in order
     * @param next the tick that comes then; null where only the end of the run decides it ({@link #afterEach}), or where
     *     there is none
     */
    public record Due(List<Instant> ticks, @Nullable Instant next) {
        /** Copies the ticks. */
        public Due {
            ticks = List.copyOf(ticks);
        }
    }
}
