package dev.taskcast.store.jdbc;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.TaskFinder;
import dev.taskcast.store.Wanted;
import dev.taskcast.store.jdbc.FindSql.Range;
import dev.taskcast.task.PagePlace;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.task.TaskStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds tasks that have ended: in the tables, with what these lack laid over it. So the answer is that of the journal's end, whatever has been
 * flushed. A page is read from a few ranges of one index, each in order, and is theirs up to where the first of them was broken off.
 *
 * <p>What is newer is looked at before the tables. A row that is brought into the tables meanwhile is seen twice, and the newer one counts.
 */
final class TableFinder implements TaskFinder {
    /** How many entries of an index are looked at for a page, where not each of them matches. */
    static final int BUDGET = 20_000;

    private static final int TEXTS = 2_000; // rows of a page that are read for their text
    private static final int TEXTS_AT_ONCE = 500;
    private static final int MAX_RANGES = 16;
    private static final int MAX_BOUND = 500; // by one statement

    private final FindTable table;
    private final Unflushed unflushed;
    private final int budget;

    TableFinder(FindTable table, Unflushed unflushed, int budget) {
        this.table = table;
        this.unflushed = unflushed;
        this.budget = budget;
    }

    @Override
    public Found find(TaskQuery query) {
        Unflushed.Newer newer = unflushed.newer();
        Wanted wanted = new Wanted(query);
        if (asksForNone(query)) {
            return new Found(List.of(), null, false, newer.position());
        }
        if (!query.ids().isEmpty()) {
            return pageOf(wanted, named(wanted, newer), newer.position());
        }
        List<Range> ranges = ranges(wanted);
        List<TaskRow> page = new ArrayList<>();
        PagePlace after = query.after();
        int texts = 0;
        while (true) {
            int max = wanted.hasText() ? TEXTS_AT_ONCE : query.limit() + 1;
            Piece piece = piece(wanted, ranges, after, max);
            List<TaskRow> rows = laidOver(wanted, piece, newer, after);
            for (TaskRow row : rows) {
                if (wanted.matchesText(row)) {
                    if (page.size() == query.limit()) {
                        return new Found(page, wanted.place(page.getLast()), false, newer.position());
                    }
                    page.add(row);
                }
            }
            texts += rows.size();
            PagePlace end = piece.end();
            if (end == null) {
                return new Found(page, null, false, newer.position());
            }
            if (piece.isBroken() || (wanted.hasText() && texts >= Math.min(TEXTS, budget))) {
                return new Found(page, end, true, newer.position());
            }
            after = end;
        }
    }

    /** What lives is not for this to find. */
    private static boolean asksForNone(TaskQuery query) {
        boolean isOfLiving =
                !query.statuses().isEmpty() && query.statuses().stream().noneMatch(TaskStatus::isTerminal);
        return isOfLiving || !query.whys().isEmpty();
    }

    /** What has ids that are asked for has an index of its own, and is little: all of it is read. */
    private List<TaskRow> named(Wanted wanted, Unflushed.Newer newer) {
        List<String> ids = List.copyOf(wanted.query().ids());
        List<TaskRow> rows = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += MAX_BOUND) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + MAX_BOUND));
            rows.addAll(table.rows(table.sql(wanted).byIds(some)).rows());
        }
        rows.removeIf(row -> !(row.state() instanceof Terminal));
        return laidOver(wanted, new Piece(rows, null, false), newer, null).stream()
                .filter(wanted::matchesText)
                .toList();
    }

    /** Of rows that are all that match, in order. */
    private static Found pageOf(Wanted wanted, List<TaskRow> all, long position) {
        int limit = wanted.query().limit();
        List<TaskRow> rows = all.stream()
                .filter(row -> wanted.isAfter(row, wanted.query().after()))
                .limit(limit + 1L)
                .toList();
        return rows.size() > limit
                ? new Found(rows.subList(0, limit), wanted.place(rows.get(limit - 1)), false, position)
                : new Found(rows, null, false, position);
    }

    /** Rows up to an end: nothing that matches is missing before it. No end is that of all. */
    private record Piece(List<TaskRow> rows, @Nullable PagePlace end, boolean isBroken) {}

    private Piece piece(Wanted wanted, List<Range> ranges, @Nullable PagePlace after, int max) {
        List<Piece> pieces = ranges.stream()
                .map(range -> wanted.query().sort().by() == TaskSort.By.ENDED || isInIndex(range)
                        ? inOrder(wanted, range, after, max)
                        : best(wanted, range, after, max))
                .toList();
        Piece first = null;
        for (Piece each : pieces) {
            PagePlace end = each.end();
            if (end != null && (first == null || wanted.isAfter(Objects.requireNonNull(first.end()), end))) {
                first = each;
            }
        }
        PagePlace end = first == null ? null : first.end();
        List<TaskRow> rows = pieces.stream()
                .flatMap(piece -> piece.rows().stream())
                .filter(row -> end == null || !wanted.isAfter(row, end))
                .toList();
        return new Piece(rows, end, first != null && first.isBroken());
    }

    /** Those of an owner or a type are in the order of their ends only. */
    private static boolean isInIndex(Range range) {
        return range.owner() == null && range.type() == null;
    }

    private Piece inOrder(Wanted wanted, Range range, @Nullable PagePlace after, int max) {
        boolean isMixed = table.sql(wanted).isMixed(range);
        FindTable.Read read = table.rows(table.sql(wanted).rows(range, after, isMixed ? budget : 0, max));
        if (read.last() != null && read.count() == max) {
            return new Piece(read.rows(), read.last(), false);
        }
        PagePlace end = isMixed ? table.place(table.sql(wanted).end(range, after, budget)) : null;
        return new Piece(read.rows(), end, end != null);
    }

    private Piece best(Wanted wanted, Range range, @Nullable PagePlace after, int max) {
        FindTable.Read read = table.rows(table.sql(wanted).best(range, after, budget, max));
        return new Piece(read.rows(), read.count() == max ? read.last() : null, false);
    }

    private static List<TaskRow> laidOver(
            Wanted wanted, Piece piece, Unflushed.Newer newer, @Nullable PagePlace after) {
        PagePlace end = piece.end();
        Stream<TaskRow> fresh = newer.rows().values().stream()
                .flatMap(Optional::stream)
                .filter(row -> row.state() instanceof Terminal && wanted.matches(row))
                .filter(row -> wanted.isAfter(row, after) && (end == null || !wanted.isAfter(row, end)));
        Set<Long> seen = new HashSet<>(); // a row that has moved from one range to another meanwhile
        return Stream.concat(
                        fresh,
                        piece.rows().stream()
                                .filter(row -> !newer.rows().containsKey(row.created()) && wanted.matches(row)))
                .filter(row -> seen.add(row.created()))
                .sorted(wanted.order())
                .toList();
    }

    /** The stretches of an index that have all that is asked for, and as little else as can be. */
    private List<Range> ranges(Wanted wanted) {
        TaskQuery query = wanted.query();
        if (query.sort().by() == TaskSort.By.ENDED) {
            return ended(query);
        }
        List<Range> named = named(query);
        boolean isSmall = !named.equals(List.of(Range.ALL))
                && named.size() <= MAX_RANGES
                && named.stream()
                        .noneMatch(range -> table.isThere(table.sql(wanted).exceeds(range, budget)));
        if (isSmall) {
            return named;
        }
        return query.sort().by() == TaskSort.By.CREATED ? List.of(Range.ALL) : withStatuses(query, List.of(Range.ALL));
    }

    /** In the order of their ends. */
    private static List<Range> ended(TaskQuery query) {
        List<Range> ranges = withStatuses(query, named(query));
        return ranges.size() <= MAX_RANGES ? ranges : withStatuses(query, List.of(Range.ALL));
    }

    private static List<Range> named(TaskQuery query) {
        if (!query.owners().isEmpty()) {
            return query.owners().stream()
                    .map(owner -> new Range(ColumnText.of(owner), null, null))
                    .toList();
        }
        if (!query.types().isEmpty()) {
            return query.types().stream()
                    .map(type -> new Range(null, ColumnText.of(type), null))
                    .toList();
        }
        return List.of(Range.ALL);
    }

    private static List<Range> withStatuses(TaskQuery query, List<Range> named) {
        Collection<TaskStatus> wanted =
                !query.errorKinds().isEmpty() ? List.of(TaskStatus.ERROR) : Arrays.asList(TaskStatus.values());
        return wanted.stream()
                .filter(status -> status.isTerminal()
                        && (query.statuses().isEmpty() || query.statuses().contains(status)))
                .flatMap(status ->
                        named.stream().map(range -> new Range(range.owner(), range.type(), status.wireName())))
                .toList();
    }

    @Override
    public Count count(TaskQuery query, int most) {
        Wanted wanted = new Wanted(query);
        if (asksForNone(query)) {
            return new Count(0, false);
        }
        if (!query.ids().isEmpty()) {
            int count = named(wanted, unflushed.newer()).size();
            return new Count(Math.min(most, count), count > most);
        }
        return wanted.hasText() ? countTexts(query, most) : countAll(wanted, most);
    }

    private Count countTexts(TaskQuery query, int most) {
        long count = 0;
        Found page = find(query.from(null, TaskQuery.MAX_LIMIT));
        count += page.rows().size();
        while (page.next() != null && !page.isPartial() && count <= most) {
            page = find(query.from(page.next(), TaskQuery.MAX_LIMIT));
            count += page.rows().size();
        }
        return new Count(Math.min(count, most), count > most || page.next() != null);
    }

    /** Tasks that are newer than the tables may be there as they were, and be counted so: that is taken off. */
    private Count countAll(Wanted wanted, int most) {
        Unflushed.Newer newer = unflushed.newer();
        List<Long> changed = List.copyOf(newer.rows().keySet());
        int upTo = most + 1 + changed.size();
        long count = 0;
        boolean isMore = false;
        for (Range range : ended(wanted.query())) {
            int entries = table.sql(wanted).hasFilters(range) ? Math.max(BUDGET, upTo) : upTo;
            count += table.number(table.sql(wanted).count(range, entries, upTo));
            isMore |= entries > upTo && table.isThere(table.sql(wanted).exceeds(range, entries));
        }
        if (count >= upTo) {
            return new Count(most, true);
        }
        for (int from = 0; from < changed.size(); from += MAX_BOUND) {
            List<Long> some = changed.subList(from, Math.min(changed.size(), from + MAX_BOUND));
            count -= table.number(table.sql(wanted).countAmong(some));
        }
        count += newer.rows().values().stream()
                .flatMap(Optional::stream)
                .filter(row -> row.state() instanceof Terminal && wanted.matches(row))
                .count();
        return new Count(Math.max(0, Math.min(count, most)), isMore || count > most);
    }
}
