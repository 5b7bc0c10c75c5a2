package dev.taskcast.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistoryTest {
    private static TaskRow row(String id, long position, boolean keep, @Nullable Long lastRun) {
        TaskIdentity identity = new TaskIdentity(id, id, null, null, null, List.of());
        TaskState state = lastRun == null
                ? new Running(identity, new Placement(1, 1), TaskProgress.STARTING)
                : new Completed(identity, new Ending(1, 1, lastRun), null, List.of());
        return new TaskRow(state, 1, position, 1, keep, null);
    }

    static Random[] seeds() {
        return SeededRandom.several(20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOneThatIsTooManyIsTheFirstByLastRunThenPosition(Random random) {
        int max = random.nextInt(6);
        History history = new History(max);
        Map<String, TaskRow> rows = new HashMap<>();
        for (int step = 1; step < 2_000; step++) {
            String id = "t" + random.nextInt(20);
            TaskRow after = random.nextInt(5) == 0
                    ? null
                    : row(id, step, random.nextInt(6) == 0, random.nextBoolean() ? null : random.nextLong(10));
            history.applied(rows.get(id), after);
            rows.remove(id);
            if (after != null) {
                rows.put(id, after);
            }
            while (!history.tooMany(1, 0).isEmpty()) {
                String oldest = oldest(rows);
                assertThat(history.tooMany(1, 0)).containsExactly(oldest);
                history.applied(rows.remove(oldest), null);
            }
            assertThat(ended(rows)).hasSizeLessThanOrEqualTo(max);
        }
    }

    private static List<TaskRow> ended(Map<String, TaskRow> rows) {
        return rows.values().stream()
                .filter(row -> row.state() instanceof Completed && !row.keep())
                .sorted(Comparator.comparingLong(HistoryTest::lastRun).thenComparingLong(TaskRow::position))
                .toList();
    }

    private static String oldest(Map<String, TaskRow> rows) {
        return ended(rows).getFirst().id();
    }

    private static long lastRun(TaskRow row) {
        return row.state() instanceof Completed completed ? completed.lastRun() : 0;
    }

    /**
     * With 200,000 ended tasks each end forgets one. O(log n) takes less than a second; a sort or a scan of all at each
     * would take hours, so that the limit is far from both.
     */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void forgettingDoesNotLookAtAllThatThereAre() {
        int max = 200_000;
        History history = new History(max);
        for (int i = 0; i < 2 * max; i++) {
            history.applied(null, row("t" + i, i, false, (long) i / 10));
            List<String> tooMany = history.tooMany(1, 0);
            if (!tooMany.isEmpty()) {
                String oldest = tooMany.getFirst();
                int gone = i - max;
                assertThat(oldest).isEqualTo("t" + gone);
                history.applied(row(oldest, gone, false, (long) gone / 10), null);
            }
        }

        assertThat(history.tooMany(1, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void withoutAMaximumNoAccountIsKept() {
        History history = new History(Integer.MAX_VALUE);
        for (int i = 0; i < 10; i++) {
            history.applied(null, row("t" + i, i, false, 1L));
        }

        assertThat(history.tooMany(1, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void whatIsTooOldGoesWhateverTheNumber() {
        History history = new History(3, 1_000);
        for (int i = 1; i <= 5; i++) {
            history.applied(null, row("t" + i, i, i == 2, 100L * i));
        }

        assertThat(history.tooMany(10, 500)).as("four that are not kept").containsExactly("t1");
        assertThat(history.tooMany(10, 1_300)).as("older than a second").containsExactly("t1");
        assertThat(history.tooMany(10, 1_401)).containsExactly("t1", "t3", "t4");
        assertThat(history.tooMany(2, 1_401)).containsExactly("t1", "t3");
    }
}
