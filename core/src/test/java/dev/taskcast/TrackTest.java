package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskcast.task.TaskCanceledException;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Without an interval, so that each report is seen. The test works in the handler's place. */
class TrackTest extends InHandler {
    TrackTest() {
        super(builder -> builder.progressInterval(Duration.ZERO));
    }

    private List<TaskProgress> reports() {
        seen.drain(tasks);
        List<TaskProgress> all = new ArrayList<>();
        for (TaskChange change : seen.changes()) {
            if (change instanceof TaskChange.Updated updated && updated.state() instanceof Running running) {
                all.add(running.progress());
            }
        }
        assertThat(all.removeFirst()).isEqualTo(TaskProgress.STARTING);
        return all;
    }

    private static List<TaskProgress> counted(String message, double total, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> new TaskProgress(message, i, total))
                .toList();
    }

    @Test
    void anItemIsDoneWhenTheNextIsAskedFor() {
        List<String> got = new ArrayList<>();
        for (String item : ctx.track("Importing", List.of("a", "b", "c"))) {
            assertThat(newest()).isEqualTo(new TaskProgress("Importing", got.size(), 3));
            got.add(item);
        }

        assertThat(got).containsExactly("a", "b", "c");
        assertThat(reports()).isEqualTo(counted("Importing", 3, 0, 3));
    }

    @Test
    void aBarWithoutItemsIsShownAtOnce() {
        Iterable<String> none = ctx.track("Importing", List.of());

        assertThat(newest()).isEqualTo(new TaskProgress("Importing", 0, 0));
        assertThat(none).isEmpty();
    }

    @Test
    void whatIsNoCollectionHasNoTotal() {
        Iterable<Integer> items = () -> IntStream.range(0, 3).iterator();
        assertThat(ctx.track("Importing", items)).containsExactly(0, 1, 2);

        assertThat(reports()).isEqualTo(counted("Importing", Double.NaN, 0, 3));
    }

    @Test
    void itemsThatAreLeftAreNotDone() {
        for (int item : ctx.track("Importing", List.of(0, 1, 2, 3))) {
            if (item == 2) {
                break;
            }
        }
        assertThat(newest()).isEqualTo(new TaskProgress("Importing", 2, 4));
    }

    @Test
    void itemsMayBeGoneThroughAgain() {
        Iterable<Integer> items = ctx.track("Importing", List.of(1, 2));
        assertThat(items).hasSize(2);
        Iterator<Integer> again = items.iterator();
        again.next();
        again.next();
        assertThat(newest().current()).isEqualTo(1);
        assertThat(again.hasNext()).isFalse();
        assertThat(newest().current()).isEqualTo(2);
    }

    @Test
    void anItemCanBeRemovedOnTheWay() {
        List<Integer> items = new ArrayList<>(List.of(1, 2, 3));
        Iterator<Integer> tracked = ctx.track("Importing", items).iterator();
        tracked.next();
        tracked.remove();
        assertThat(items).containsExactly(2, 3);
    }

    @Test
    void aCancelLeavesALoop() {
        List<Integer> got = new ArrayList<>();
        assertThatExceptionOfType(TaskCanceledException.class).isThrownBy(() -> {
            for (int item : ctx.track("Importing", List.of(1, 2, 3))) {
                got.add(item);
                if (item == 2) {
                    tasks.cancel("x");
                }
            }
        });
        assertThat(got).containsExactly(1, 2);
        assertThat(tasks.getState("x").orElseThrow().status()).isEqualTo(TaskStatus.CANCELED);
    }

    @Test
    void aLoopThatBeginsAfterACancelGetsNothing() {
        Iterator<Integer> before = ctx.track("Importing", List.of(1, 2)).iterator();
        assertThat(before.hasNext()).isTrue();
        tasks.cancel("x");

        assertThatExceptionOfType(TaskCanceledException.class).isThrownBy(before::next);
        assertThatExceptionOfType(TaskCanceledException.class)
                .isThrownBy(() -> ctx.track("Importing", List.of(1)).iterator().hasNext());
    }

    @Test
    void aLoopThatOutlivesItsRunEndsAndReportsNothing() throws Exception {
        run.end();
        run.awaitEnd();
        assertThat(ctx.track("late", List.of(1, 2, 3))).containsExactly(1, 2, 3);
        assertThat(ctx.track("late", Stream.of(1, 2, 3))).containsExactly(1, 2, 3);

        assertThat(reports()).isEmpty();
    }

    @Test
    void aStreamIsCountedAsItIsConsumed() {
        assertThat(ctx.track("Importing", Stream.of(1, 2, 3)).map(i -> i * i).toList())
                .containsExactly(1, 4, 9);
        assertThat(reports()).isEqualTo(counted("Importing", 3, 0, 3));
    }

    @Test
    void aStreamThatDoesNotKnowItsSizeHasNoTotal() {
        assertThat(ctx.track("Importing", Stream.of(1, 2, 3).filter(i -> i != 2)))
                .containsExactly(1, 3);
        assertThat(reports()).isEqualTo(counted("Importing", Double.NaN, 0, 2));
    }

    @Test
    void aStreamIsNotConsumedFurtherThanAskedFor() {
        assertThat(ctx.track("Importing", Stream.iterate(1, i -> i + 1)).limit(5))
                .hasSize(5);
        assertThat(newest().current()).isEqualTo(5);
    }

    /** With an interval: reports that cost next to nothing meet the most. */
    @Test
    void theLastReportOfAParallelStreamIsTheWhole() throws Exception {
        TaskManager quick = invariants.manager();
        Held held = Held.stubborn();
        quick.register("x", held);
        quick.start("x");
        Held.Run other = held.next();
        for (int round = 0; round < 2_000; round++) {
            Stream<Integer> items = IntStream.range(0, 64).boxed().parallel();
            Stream<Integer> tracked = other.ctx().track("Importing", items);
            assertThat(tracked.isParallel()).isTrue();
            assertThat(tracked.mapToInt(i -> i).sum()).isEqualTo(64 * 63 / 2);
            TaskProgress last = ((Running) quick.getState("x").orElseThrow()).progress();
            assertThat(last.current()).as("round " + round).isEqualTo(64);
        }
        other.end();
    }

    @Test
    void closingTheStreamClosesItsSource() {
        AtomicBoolean closed = new AtomicBoolean();
        ctx.track("Importing", Stream.of(1).onClose(() -> closed.set(true))).close();
        assertThat(closed).isTrue();
    }

    @Test
    void aCancelLeavesAStream() {
        List<Integer> got = new ArrayList<>();
        Stream<Integer> tracked = ctx.track("Importing", Stream.iterate(1, i -> i + 1));
        assertThatExceptionOfType(TaskCanceledException.class)
                .isThrownBy(() -> tracked.forEach(item -> {
                    got.add(item);
                    if (item == 3) {
                        tasks.cancel("x");
                    }
                }));
        assertThat(got).containsExactly(1, 2, 3);
    }
}
