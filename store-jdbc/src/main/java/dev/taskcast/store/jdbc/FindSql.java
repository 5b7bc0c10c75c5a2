package dev.taskcast.store.jdbc;

import dev.taskcast.store.Wanted;
import dev.taskcast.task.PagePlace;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A query for tasks that have ended, in the making: conditions and their values. All words of the SQL are of this class; what somebody asks
 * for is bound. Each range is one stretch of one index, see {@code 005.sql}.
 */
final class FindSql {
    /** A stretch of an index: tasks with these values, in the order of the sort. Null is any. */
    record Range(
            @Nullable String owner,
            @Nullable String type,
            @Nullable String status) {
        static final Range ALL = new Range(null, null, null);
    }

    private static final String ANY = "true";

    private final Wanted wanted;
    private final TaskQuery query;
    private final Dialect dialect;
    private final String table;
    private final String value;
    private final List<Object> values = new ArrayList<>();
    private final StringBuilder sql = new StringBuilder();

    FindSql(Wanted wanted, Dialect dialect, String table) {
        this.wanted = wanted;
        this.dialect = dialect;
        query = wanted.query();
        this.table = table;
        value = value(query.sort().by());
    }

    private static String value(TaskSort.By by) {
        return switch (by) {
            case CREATED -> "created";
            case STARTED -> "started_at";
            case ENDED -> "ended_at";
            case DURATION -> "duration";
        };
    }

    private static String index(TaskSort.By by) {
        return switch (by) {
            case STARTED -> "started";
            case CREATED, ENDED -> "ended";
            case DURATION -> "duration";
        };
    }

    String sql() {
        return sql.toString();
    }

    /** What is bound, in order: a string or a long each. */
    List<Object> values() {
        return values;
    }

    /**
     * Rows of a range after a place that match, in order.
     *
     * @param budget how many entries of the range are looked at; 0 where each matches
     */
    FindSql rows(Range range, @Nullable PagePlace after, int budget, int max) {
        String columns = "created, position, fence, body, " + value + " AS at";
        if (budget == 0) {
            sql.append("SELECT ").append(columns);
            entries(range, after);
            return limit(max);
        }
        sql.append("SELECT ").append(columns).append(" FROM (SELECT *");
        entries(range, after);
        limit(budget).sql.append(") entries WHERE ");
        filters(range, isTimeInIndex(range));
        andEnded();
        order();
        return limit(max);
    }

    /** Where a range's budget ends: no row where all of it is within. */
    FindSql end(Range range, @Nullable PagePlace after, int budget) {
        sql.append("SELECT created, ").append(value).append(" AS at");
        entries(range, after);
        return limit(1).offset(budget - 1);
    }

    /** As {@link #rows}, of a range that is in another order: the best of all of it, if that is not too much. */
    FindSql best(Range range, @Nullable PagePlace after, int budget, int max) {
        sql.append("SELECT created, position, fence, body, ").append(value).append(" AS at FROM (SELECT *");
        ended(range);
        limit(budget).sql.append(") entries WHERE ");
        filters(range, false);
        place(after);
        order();
        return limit(max);
    }

    /** Whether a range has more entries than a budget: a row then. */
    FindSql exceeds(Range range, int budget) {
        sql.append("SELECT 1");
        ended(range);
        return limit(1).offset(budget);
    }

    /** How many rows of a range match, up to a number. */
    FindSql count(Range range, int budget, int most) {
        sql.append("SELECT count(*) FROM (SELECT 1 FROM (SELECT *");
        ended(range);
        if (isTimeInIndex(range)) {
            times(value);
        }
        // Asked for in the order of the index, so that no database reads the whole table instead.
        boolean isNamed = range.owner() != null || range.type() != null;
        boolean isByEnd = isNamed || query.sort().by() == TaskSort.By.CREATED;
        sql.append(" ORDER BY ").append(isByEnd ? "ended_at" : value).append(", created");
        limit(budget).sql.append(") entries WHERE ");
        filters(range, isTimeInIndex(range));
        limit(most).sql.append(") matching");
        return this;
    }

    /** How many of some tasks match. */
    FindSql countAmong(Collection<Long> created) {
        sql.append("SELECT count(*) FROM ")
                .append(table)
                .append(" WHERE ended_at IS NOT NULL AND ")
                .append(value);
        sql.append(" IS NOT NULL AND ");
        filters(Range.ALL, false);
        sql.append(" AND created IN (").append(marks(created.size())).append(")");
        values.addAll(created);
        return this;
    }

    /** The rows with these ids, whatever else is asked for, in no order. */
    FindSql byIds(Collection<String> ids) {
        sql.append("SELECT created, position, fence, body, created AS at FROM ")
                .append(table)
                .append(" WHERE id IN (")
                .append(marks(ids.size()))
                .append(")");
        values.addAll(ids);
        return this;
    }

    /** In the order of registration those that live stand among the others. */
    private void entries(Range range, @Nullable PagePlace after) {
        if (query.sort().by() == TaskSort.By.CREATED) {
            sql.append(" FROM ").append(table).append(" WHERE true");
        } else {
            ended(range);
        }
        boolean isDown = query.sort().isDescending();
        boolean isTime = isTimeInIndex(range);
        // Of two bounds on one side, the closer one alone: not every database begins at it otherwise.
        boolean isPlace = after != null
                && (!isTime || (isDown ? after.value() < wanted.until() : after.value() >= wanted.since()));
        if (isTime) {
            times(value, isDown || !isPlace, !isDown || !isPlace);
        }
        place(isPlace ? after : null);
        order();
    }

    private void andEnded() {
        sql.append(query.sort().by() == TaskSort.By.CREATED ? " AND ended_at IS NOT NULL" : "");
    }

    /** With the conditions of the index that is to be used. */
    private void ended(Range range) {
        boolean isByRun =
                query.sort().by() == TaskSort.By.STARTED || query.sort().by() == TaskSort.By.DURATION;
        boolean isNamed = range.owner() != null || range.type() != null;
        String index = range.owner() != null
                ? "owner"
                : range.type() != null ? "type" : index(query.sort().by());
        sql.append(" FROM ")
                .append(dialect.by(table, index))
                .append(isByRun ? " WHERE duration IS NOT NULL" : " WHERE ended_at IS NOT NULL");
        sql.append(isByRun && isNamed ? " AND ended_at IS NOT NULL" : "");
        equal("owner", range.owner());
        equal("type", range.type());
        equal("status", range.status());
    }

    private void equal(String column, @Nullable String to) {
        if (to != null) {
            sql.append(" AND ").append(column).append(" = ?");
            values.add(to);
        }
    }

    private void times(String column) {
        times(column, true, true);
    }

    private void times(String column, boolean hasSince, boolean hasUntil) {
        if (hasSince && query.since() != null) {
            sql.append(" AND ").append(column).append(" >= ?");
            values.add(wanted.since());
        }
        if (hasUntil && query.until() != null) {
            sql.append(" AND ").append(column).append(" < ?");
            values.add(wanted.until());
        }
    }

    private void place(@Nullable PagePlace after) {
        if (after == null) {
            return;
        }
        String than = query.sort().isDescending() ? "<" : ">";
        if (query.sort().by() == TaskSort.By.CREATED) {
            sql.append(" AND created ").append(than).append(" ?");
        } else {
            sql.append(" AND (")
                    .append(value)
                    .append(", created) ")
                    .append(than)
                    .append(" (?, ?)");
            values.add(after.value());
        }
        values.add(after.created());
    }

    private void order() {
        String down = query.sort().isDescending() ? " DESC" : "";
        sql.append(" ORDER BY ");
        if (query.sort().by() != TaskSort.By.CREATED) {
            sql.append(value).append(down).append(", ");
        }
        sql.append("created").append(down);
    }

    private FindSql limit(int rows) {
        sql.append(" LIMIT ").append(rows);
        return this;
    }

    private FindSql offset(int rows) {
        sql.append(" OFFSET ").append(rows);
        return this;
    }

    /** Whether not each entry of a range matches, but for a text. */
    boolean hasFilters(Range range) {
        FindSql other = new FindSql(wanted, dialect, table);
        other.filters(range, isTimeInIndex(range));
        return !other.sql().equals(ANY);
    }

    /** Whether not each entry of a range matches that is read in its order. */
    boolean isMixed(Range range) {
        return query.sort().by() == TaskSort.By.CREATED || hasFilters(range);
    }

    /** What the range does not say itself. */
    private void filters(Range range, boolean isTimeDone) {
        sql.append(ANY);
        in("id", query.ids());
        in("status", range.status() != null ? Set.of() : statuses(query.statuses()));
        in("type", range.type() != null ? Set.of() : query.types());
        in("owner", range.owner() != null ? Set.of() : query.owners());
        in("key", query.keys());
        in("error_kind", query.errorKinds());
        queues();
        tags();
        if (!isTimeDone) {
            times(
                    switch (query.sort().by()) {
                        case CREATED -> "coalesce(created_at, 0)";
                        case STARTED, ENDED -> value;
                        case DURATION -> "ended_at";
                    });
        }
    }

    /** Whether the time that counts is what the range is in the order of. */
    private boolean isTimeInIndex(Range range) {
        return switch (query.sort().by()) {
            case ENDED -> true;
            case STARTED -> range.owner() == null && range.type() == null;
            case CREATED, DURATION -> false;
        };
    }

    private static Set<String> statuses(Set<TaskStatus> statuses) {
        return statuses.stream().map(TaskStatus::wireName).collect(Collectors.toUnmodifiableSet());
    }

    private void in(String column, Set<String> any) {
        if (!any.isEmpty()) {
            sql.append(" AND ")
                    .append(column)
                    .append(" IN (")
                    .append(marks(any.size()))
                    .append(")");
            any.forEach(each -> values.add(ColumnText.ofAny(each)));
        }
    }

    private void queues() {
        if (query.queues().isEmpty()) {
            return;
        }
        sql.append(" AND (").append(query.queues().contains("") ? "queue IS NULL OR " : "");
        sql.append("queue IN (").append(marks(query.queues().size())).append("))");
        query.queues().forEach(name -> values.add(isName(name) ? name : ""));
    }

    /** This column is older than the others, and has names as they are. */
    private static boolean isName(String queue) {
        return queue.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    private void tags() {
        if (query.tags().isEmpty()) {
            return;
        }
        sql.append(" AND ")
                .append(anyOf("replace(tags, ?, '') <> tags", query.tags().size()));
        query.tags().forEach(tag -> values.add(ColumnText.tag(tag)));
    }

    /** As a tree: databases limit how deep a condition is, and a chain is as deep as it is long. */
    private static String anyOf(String one, int count) {
        int half = count / 2;
        return count == 1 ? one : "(" + anyOf(one, half) + " OR " + anyOf(one, count - half) + ")";
    }

    private static String marks(int count) {
        return String.join(", ", Stream.generate(() -> "?").limit(count).toList());
    }
}
