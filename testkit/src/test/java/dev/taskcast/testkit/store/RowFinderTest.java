package dev.taskcast.testkit.store;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.LayeredFinder;
import dev.taskcast.store.Opened;
import dev.taskcast.store.RowFinder;
import dev.taskcast.store.TaskFinder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** The finder of rows in the heap. */
class RowFinderTest implements FinderContract {
    /** All rows of a history, as the heap has them. */
    record Rows(History history) implements RowFinder.Source {
        @Override
        public List<TaskRow> rows(long created, boolean isDescending, int max) {
            List<TaskRow> all = isDescending ? history.rows().reversed() : history.rows();
            return all.stream()
                    .filter(row -> isDescending ? row.created() < created : row.created() > created)
                    .limit(max)
                    .toList();
        }

        @Override
        public long position() {
            return history.head();
        }
    }

    private record InHeap(History history, TaskFinder finder) implements World {
        @Override
        public void keep(int round) {}
    }

    private static History nothing() {
        return new History(new Opened(Stored.LEAST, Stored.LEAST, List.of(), List.of(), List.of(), Set.of()));
    }

    private static TaskFinder finder(History history, int budget) {
        return new RowFinder(new Rows(history), row -> null, budget);
    }

    @Override
    public World world(int budget) {
        History history = nothing();
        return new InHeap(history, finder(history, budget));
    }

    /** What lives in one place, and what has ended in another one. */
    @Nested
    class Layered implements FinderContract {
        @Override
        public World world(int budget) {
            History history = nothing();
            return new InHeap(history, new LayeredFinder(finder(history, 1_000), finder(history, budget)));
        }
    }
}
