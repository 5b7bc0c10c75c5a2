package dev.taskcast.store;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.PagePlace;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskStatus;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what lives in one place, and what has ended in another one. What lives is asked for first: a task that ends meanwhile is in both
 * answers, and the newer one counts; one that is started meanwhile may be in neither, and has a transition after the position of the page.
 *
 * <p>Thread-safe.
 */
public final class LayeredFinder implements TaskFinder {
    private final TaskFinder living;
    private final TaskFinder ended;

    /**
     * Of two.
     *
     * @param living is asked for tasks that are pending or running
     * @param ended is asked for all others
     */
    public LayeredFinder(TaskFinder living, TaskFinder ended) {
        this.living = living;
        this.ended = ended;
    }

    @Override
    public Found find(TaskQuery query) {
        TaskQuery alive = only(query, status -> !status.isTerminal());
        TaskQuery done = only(query, TaskStatus::isTerminal);
        Found first = alive == null ? null : living.find(alive);
        Found second = done == null ? null : ended.find(done);
        if (first == null || second == null) {
            return first != null ? first : Objects.requireNonNull(second);
        }
        return merged(new Wanted(query), first, second);
    }

    private static Found merged(Wanted wanted, Found first, Found second) {
        PagePlace end = earlier(wanted, first.next(), second.next());
        Map<Long, TaskRow> newest = new HashMap<>();
        Stream.of(first.rows(), second.rows())
                .flatMap(List::stream)
                .forEach(row -> newest.merge(row.created(), row, (a, b) -> a.position() > b.position() ? a : b));
        int limit = wanted.query().limit();
        List<TaskRow> rows = newest.values().stream()
                .filter(row -> end == null || !wanted.isAfter(row, end))
                .sorted(wanted.order())
                .limit(limit + 1L)
                .toList();
        long position = Math.min(first.position(), second.position());
        if (rows.size() > limit) {
            return new Found(rows.subList(0, limit), wanted.place(rows.get(limit - 1)), false, position);
        }
        return new Found(rows, end, end != null && rows.size() < limit, position);
    }

    private static @Nullable PagePlace earlier(Wanted wanted, @Nullable PagePlace a, @Nullable PagePlace b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return wanted.isAfter(a, b) ? b : a;
    }

    @Override
    public Count count(TaskQuery query, int most) {
        TaskQuery alive = only(query, status -> !status.isTerminal());
        TaskQuery done = only(query, TaskStatus::isTerminal);
        Count first = alive == null ? new Count(0, false) : living.count(alive, most);
        Count second = done == null ? new Count(0, false) : ended.count(done, most);
        long about = first.about() + second.about();
        return new Count(Math.min(most, about), first.isMore() || second.isMore() || about > most);
    }

    /** The same query for some statuses; null where it asks for none of them. */
    private static @Nullable TaskQuery only(TaskQuery query, Predicate<TaskStatus> kind) {
        Set<TaskStatus> asked = query.statuses();
        Set<TaskStatus> some = (asked.isEmpty() ? Arrays.stream(TaskStatus.values()) : asked.stream())
                .filter(kind)
                .collect(Collectors.toSet());
        return some.isEmpty() ? null : query.in(some);
    }
}
