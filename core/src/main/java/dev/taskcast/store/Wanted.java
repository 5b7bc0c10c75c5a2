package dev.taskcast.store;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.PagePlace;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Terminal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TaskQuery} means for a row: whether it matches, and where it stands. All finders go by it, those with SQL too, so that they
 * agree. Immutable.
 */
public final class Wanted {
    /** The value of a row that has none in a sort: it is on no page of it. */
    public static final long NONE = -1;

    private final TaskQuery query;
    private final TaskSort.By by;
    private final long since;
    private final long until;
    private final @Nullable String words;
    private final Comparator<TaskRow> order;

    /**
     * Of a query.
     *
     * @param query any
     */
    public Wanted(TaskQuery query) {
        this.query = query;
        by = query.sort().by();
        since = query.since() == null ? Long.MIN_VALUE : ceilMillis(query.since());
        until = query.until() == null ? Long.MAX_VALUE : ceilMillis(query.until());
        words = query.text() == null ? null : query.text().toLowerCase(Locale.ROOT);
        Comparator<TaskRow> up =
                Comparator.comparingLong((TaskRow row) -> value(by, row)).thenComparingLong(TaskRow::created);
        order = query.sort().isDescending() ? up.reversed() : up;
    }

    /** A time in whole milliseconds is at or after this exactly where it is at or after the instant. */
    private static long ceilMillis(Instant time) {
        long millis = time.toEpochMilli();
        return Instant.ofEpochMilli(millis).equals(time) ? millis : millis + 1;
    }

    /**
     * The query.
     *
     * @return as it was given
     */
    public TaskQuery query() {
        return query;
    }

    /**
     * The earliest time that counts.
     *
     * @return epoch milliseconds; {@link Long#MIN_VALUE} where each does
     */
    public long since() {
        return since;
    }

    /**
     * The time before which a task's is.
     *
     * @return epoch milliseconds; {@link Long#MAX_VALUE} where each is
     */
    public long until() {
        return until;
    }

    /**
     * The order of the rows that match.
     *
     * @return consistent with equals for rows of different tasks
     */
    public Comparator<TaskRow> order() {
        return order;
    }

    /**
     * What a row is sorted by.
     *
     * @param by what
     * @param row any
     * @return {@link #NONE} where it has no such value
     */
    public static long value(TaskSort.By by, TaskRow row) {
        return switch (by) {
            case CREATED -> row.created();
            case STARTED -> startedAt(row.state());
            case ENDED -> row.state() instanceof Terminal ended ? ended.lastRun() : NONE;
            case DURATION -> duration(row.state());
        };
    }

    /**
     * When the newest run was started.
     *
     * @param state any
     * @return epoch milliseconds; {@link #NONE} where none was, or the task waits for another one
     */
    public static long startedAt(TaskState state) {
        long at = state instanceof Terminal ended
                ? ended.startedAt()
                : state instanceof Running running ? running.startedAt() : 0;
        return at > 0 ? at : NONE;
    }

    /**
     * How long the newest run took.
     *
     * @param state any
     * @return milliseconds; {@link #NONE} where it has not ended
     */
    public static long duration(TaskState state) {
        return state instanceof Terminal ended && ended.startedAt() > 0
                ? Math.max(0, ended.lastRun() - ended.startedAt())
                : NONE;
    }

    /**
     * Where a row that matches stands.
     *
     * @param row the row
     * @return its place
     */
    public PagePlace place(TaskRow row) {
        return new PagePlace(value(by, row), row.created());
    }

    /**
     * Whether a row comes after a place.
     *
     * @param row the row
     * @param place the place, or null for the beginning
     * @return true for all rows after null
     */
    public boolean isAfter(TaskRow row, @Nullable PagePlace place) {
        if (place == null) {
            return true;
        }
        return isAfter(place(row), place);
    }

    /**
     * Whether a place comes after another one.
     *
     * @param place any
     * @param other any
     * @return false for the same
     */
    public boolean isAfter(PagePlace place, PagePlace other) {
        int up = place.value() == other.value()
                ? Long.compare(place.created(), other.created())
                : Long.compare(place.value(), other.value());
        return query.sort().isDescending() ? up < 0 : up > 0;
    }

    /**
     * Whether a row matches, but for its text and why it waits.
     *
     * @param row the row
     * @return whether it does
     */
    public boolean matches(TaskRow row) {
        TaskState state = row.state();
        TaskIdentity identity = state.identity();
        return has(query.statuses(), state.status())
                && has(query.types(), identity.type())
                && has(query.ids(), identity.id())
                && has(query.owners(), identity.owner())
                && (query.tags().isEmpty() || identity.tags().stream().anyMatch(query.tags()::contains))
                && has(
                        query.queues(),
                        identity.turn().queue() == null ? "" : identity.turn().queue())
                && has(query.keys(), identity.turn().key())
                && has(query.errorKinds(), state instanceof Failed failed ? failed.kind() : null)
                && value(by, row) != NONE
                && isInTime(row);
    }

    private boolean isInTime(TaskRow row) {
        if (since == Long.MIN_VALUE && until == Long.MAX_VALUE) {
            return true;
        }
        long time = time(row);
        return time >= since && time < until;
    }

    private long time(TaskRow row) {
        return switch (by) {
            case CREATED -> row.createdAt();
            case STARTED -> startedAt(row.state());
            case ENDED, DURATION -> value(TaskSort.By.ENDED, row);
        };
    }

    private static <T> boolean has(Set<T> wanted, @Nullable T value) {
        return wanted.isEmpty() || (value != null && wanted.contains(value));
    }

    /**
     * Whether more than {@link #matches} is asked for that no finder has an index of.
     *
     * @return whether {@link #matchesText} is to be asked
     */
    public boolean hasText() {
        return words != null;
    }

    /**
     * Whether the text that is searched for is in a row's id, title or error.
     *
     * @param row the row
     * @return true where none is searched for
     */
    public boolean matchesText(TaskRow row) {
        if (words == null) {
            return true;
        }
        TaskIdentity identity = row.state().identity();
        return has(identity.id(), words)
                || has(identity.title(), words)
                || (row.state() instanceof Failed failed && has(failed.error(), words));
    }

    private static boolean has(@Nullable String text, String words) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(words);
    }
}
