package dev.taskcast.store;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.PagePlace;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskState.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds tasks whose rows are in the heap. In the order of registration, or against it, it walks until the page is full. In any other order
 * it goes through all rows once and keeps the best: as many as the page has, so that nothing is sorted but the page.
 *
 * <p>A text, and why a task waits, is looked at last, of at most {@code budget} rows a page; then the page is partial.
 *
 * <p>Thread-safe, as far as its source is.
 */
public final class RowFinder implements TaskFinder {
    /** How many rows are asked for what is not in them, or searched for a text, for one page. */
    public static final int BUDGET = 100_000;

    private static final int PIECE = 256;

    /** Where the rows are. */
    public interface Source {
        /**
         * Reads on.
         *
         * @param created after which row
         * @param isDescending whether it goes back
         * @param max how many at the most
         * @return the next rows in that direction; fewer than {@code max} only where there are no more
         */
        List<TaskRow> rows(long created, boolean isDescending, int max);

        /**
         * Up to where the rows are.
         *
         * @return the newest position
         */
        long position();
    }

    private final Source source;
    private final Function<TaskRow, @Nullable Standing> standings;
    private final int budget;

    /**
     * A finder.
     *
     * @param source where the rows are
     * @param standings where a row that waits stands, or null
     * @param budget how many rows of a page it looks at that closely, such as {@link #BUDGET}
     */
    public RowFinder(Source source, Function<TaskRow, @Nullable Standing> standings, int budget) {
        this.source = source;
        this.standings = standings;
        this.budget = budget;
    }

    /** The position is from before the rows: whoever reads on from there misses nothing of them. */
    @Override
    public Found find(TaskQuery query) {
        long position = source.position();
        Wanted wanted = new Wanted(query);
        Page page = new Page(wanted, query.limit());
        if (query.sort().by() == TaskSort.By.CREATED) {
            PagePlace after = query.after();
            walk(
                    after == null ? start(query.sort()) : after.created(),
                    query.sort().isDescending(),
                    page::take);
        } else {
            best(wanted).forEach(page::take);
        }
        return new Found(page.rows, page.next, page.isPartial, position);
    }

    private static long start(TaskSort sort) {
        return sort.isDescending() ? Long.MAX_VALUE : 0;
    }

    /** Until a row is not taken. */
    private void walk(long start, boolean isDescending, Predicate<TaskRow> taker) {
        long at = start;
        List<TaskRow> piece;
        do {
            piece = source.rows(at, isDescending, PIECE);
            for (TaskRow row : piece) {
                at = row.created();
                if (!taker.test(row)) {
                    return;
                }
            }
        } while (piece.size() == PIECE);
    }

    /** Those that may be on the page: all that match, in their order, but no more than that takes. */
    private Iterable<TaskRow> best(Wanted wanted) {
        TaskQuery query = wanted.query();
        int most = isClose(wanted) ? Math.max(budget, query.limit()) + 1 : query.limit() + 1;
        PriorityQueue<TaskRow> best = new PriorityQueue<>(wanted.order().reversed()); // the last one on top
        walk(0, false, row -> {
            if (wanted.matches(row) && wanted.isAfter(row, query.after())) {
                TaskRow last = best.size() < most ? null : best.element();
                if (last == null) {
                    best.add(row);
                } else if (wanted.order().compare(row, last) < 0) {
                    best.remove();
                    best.add(row);
                }
            }
            return true;
        });
        List<TaskRow> sorted = new ArrayList<>(best);
        sorted.sort(wanted.order());
        return sorted;
    }

    private static boolean isClose(Wanted wanted) {
        return wanted.hasText() || !wanted.query().whys().isEmpty();
    }

    private boolean matchesClosely(Wanted wanted, TaskRow row) {
        return wanted.matchesText(row) && isWaitingSo(wanted, row);
    }

    private boolean isWaitingSo(Wanted wanted, TaskRow row) {
        if (wanted.query().whys().isEmpty()) {
            return true;
        }
        Standing standing = row.state() instanceof Pending ? standings.apply(row) : null;
        return standing != null && wanted.query().whys().contains(standing.why());
    }

    /** A page in the making. */
    private final class Page {
        final Wanted wanted;
        final int limit;
        final List<TaskRow> rows = new ArrayList<>();

        @Nullable
        PagePlace next;

        boolean isPartial;
        private int looked;
        private @Nullable TaskRow last;

        Page(Wanted wanted, int limit) {
            this.wanted = wanted;
            this.limit = limit;
        }

        /** False once nothing more is wanted. */
        boolean take(TaskRow row) {
            if (next != null) {
                return false;
            }
            if (!wanted.matches(row)) {
                return true;
            }
            if (isClose(wanted) && looked++ == budget && last != null) {
                isPartial = true;
                next = wanted.place(last);
                return false;
            }
            if (matchesClosely(wanted, row)) {
                if (rows.size() == limit) {
                    next = wanted.place(rows.getLast());
                    return false;
                }
                rows.add(row);
            }
            last = row;
            return true;
        }
    }

    @Override
    public Count count(TaskQuery query, int most) {
        Wanted wanted = new Wanted(query);
        Counting counting = new Counting(wanted, most);
        walk(0, false, counting::take);
        return new Count(counting.count, counting.isMore);
    }

    /** A count in the making. */
    private final class Counting {
        private final Wanted wanted;
        private final int most;
        private int looked;
        long count;
        boolean isMore;

        Counting(Wanted wanted, int most) {
            this.wanted = wanted;
            this.most = most;
        }

        boolean take(TaskRow row) {
            if (!wanted.matches(row)) {
                return true;
            }
            if (isClose(wanted) && looked++ == budget) {
                isMore = true;
                return false;
            }
            if (matchesClosely(wanted, row)) {
                if (count == most) {
                    isMore = true;
                    return false;
                }
                count++;
            }
            return true;
        }
    }
}
