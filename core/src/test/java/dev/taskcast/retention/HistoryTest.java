package dev.taskcast.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
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
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
    private static TaskRow row(String id, long position, boolean keep, @Nullable Long lastRun) {
        TaskIdentity identity = new TaskIdentity(id, id, null, null, null, List.of());
        TaskState state = lastRun == null
                ? new Running(identity, new Placement(1, 1), TaskProgress.STARTING)
                : new Completed(identity, new Ending(1, 1, lastRun), null, List.of());
        return new TaskRow(state, 1, position, 1, Terms.keeping(keep), null);
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
            while (!history.tooMany(1).isEmpty()) {
                String oldest = oldest(rows);
                assertThat(history.tooMany(1)).containsExactly(oldest);
                history.applied(rows.remove(oldest), null);
            }
            assertThat(ended(rows)).hasSizeLessThanOrEqualTo(max);
        }
    }

    private static List<TaskRow> ended(Map<String, TaskRow> rows) {
        return rows.values().stream()
                .filter(row -> row.state() instanceof Completed && !row.terms().keep())
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
            List<String> tooMany = history.tooMany(1);
            if (!tooMany.isEmpty()) {
                String oldest = tooMany.getFirst();
                int gone = i - max;
                assertThat(oldest).isEqualTo("t" + gone);
                history.applied(row(oldest, gone, false, (long) gone / 10), null);
            }
        }

        assertThat(history.tooMany(1)).isEmpty();
    }

    @Test
    void withoutAMaximumNoAccountIsKept() {
        History history = new History(Integer.MAX_VALUE);
        for (int i = 0; i < 10; i++) {
            history.applied(null, row("t" + i, i, false, 1L));
        }

        assertThat(history.tooMany(1)).isEmpty();
    }

    private static final long MADE = ManualClock.START.toEpochMilli();

    private final ManualClock clock = new ManualClock();
    private final History aged = new History(3, Duration.ofSeconds(1), clock);

    @Test
    void whatIsTooOldGoesWhateverTheNumber() {
        for (int i = 1; i <= 5; i++) {
            clock.advance(Duration.ofMillis(100));
            aged.applied(null, row("t" + i, i, i == 2, MADE + 100L * i));
        }

        assertThat(aged.tooMany(10)).as("four that are not kept").containsExactly("t1");
        clock.advance(Duration.ofMillis(800));
        assertThat(aged.tooMany(10)).as("older than a second").containsExactly("t1");
        clock.advance(Duration.ofMillis(101));
        assertThat(aged.tooMany(10)).containsExactly("t1", "t3", "t4");
        assertThat(aged.tooMany(2)).containsExactly("t1", "t3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "P365D", "PT-1H", "P-20454D"})
    void noneGetsOlderBecauseTheClockIsSet(Duration jump) {
        aged.applied(null, row("a", 1, false, MADE));
        clock.moveWall(jump);
        aged.applied(null, row("b", 2, false, clock.millis()));
        clock.advance(Duration.ofSeconds(1));
        assertThat(aged.tooMany(10)).isEmpty();

        clock.advance(Duration.ofMillis(1));

        assertThat(aged.tooMany(10)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void otherWordsMakeNoTaskYounger() {
        TaskRow before = row("a", 1, false, MADE);
        aged.applied(null, before);
        clock.advance(Duration.ofMillis(1_001));

        aged.applied(before, row("a", 2, false, MADE));

        assertThat(aged.tooMany(10)).containsExactly("a");
    }

    @Test
    void oneOfAnEarlierLifeIsAsOldAsItsTimeSays() {
        clock.advance(Duration.ofDays(1));
        aged.restore(row("old", 1, false, clock.millis() - 1_001));
        aged.restore(row("young", 2, false, clock.millis() - 999));

        assertThat(aged.tooMany(10)).containsExactly("old");
        clock.advance(Duration.ofMillis(2));
        assertThat(aged.tooMany(10)).containsExactly("old", "young");
    }

    @Test
    void oneOfAnEarlierLifeWhoseTimeCantBeRightStays() {
        aged.restore(row("of 1970", 1, false, 5L));
        aged.restore(row("of the future", 2, false, MADE + 1_000_000));
        clock.advance(Duration.ofSeconds(1));
        assertThat(aged.tooMany(10)).isEmpty();

        clock.advance(Duration.ofMillis(1));

        assertThat(aged.tooMany(10)).containsExactly("of 1970", "of the future");
    }

    @Test
    void noLimitIsTooLong() {
        History history = new History(Integer.MAX_VALUE, Duration.ofMillis(Long.MAX_VALUE), clock);
        history.applied(null, row("a", 1, false, MADE));
        clock.advance(Duration.ofDays(36_500));

        assertThat(history.tooMany(10)).isEmpty();
    }
}
