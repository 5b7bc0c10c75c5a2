package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.Retry;
import dev.taskcast.task.SeriesQuery;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskSeries;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a manager tells of when runs started and ended, on every store. */
interface SeriesOfTasksContract extends Stored {
    /** Tasks that end in each way there is, with a manager. */
    final class Tasks {
        private final TaskManager tasks;
        private final Gate gate = new Gate();
        private final List<TaskType<Integer, Void>> types = new ArrayList<>();
        private int made;

        Tasks(TaskManager tasks) {
            this.tasks = tasks;
            type("works", TaskOptions.DEFAULT);
            type("fails", TaskOptions.DEFAULT);
            type(
                    "again",
                    TaskOptions.builder()
                            .retry(Retry.times(1).waits(Duration.ofMillis(1), Duration.ofMillis(1)))
                            .build());
            type("late", TaskOptions.builder().timeout(Duration.ofMillis(10)).build());
            type("held", TaskOptions.DEFAULT);
        }

        private void type(String name, TaskOptions options) {
            types.add(tasks.type(
                    name,
                    Integer.class,
                    Void.class,
                    (ctx, payload) -> {
                        switch (name) {
                            case "fails" -> throw new IllegalStateException("so it is");
                            case "again" -> {
                                if (ctx.attempt() == 1) {
                                    throw new IllegalStateException("not yet");
                                }
                            }
                            case "late", "held" -> gate.run(ctx);
                            default -> {}
                        }
                        return null;
                    },
                    TypeOptions.<Integer>builder().tasks(options).build()));
        }

        /** Ends some of each, and waits for that. */
        void endAll(String prefix) {
            for (int i = 0; i < 3; i++) {
                for (TaskType<Integer, Void> type : types) {
                    String id = prefix + made++;
                    TaskState ignored =
                            tasks.submit(type, i, SubmitOptions.builder().id(id).build());
                    if (type.name().equals("held")) {
                        Waits.until(
                                "it runs",
                                () -> tasks.getState(id).orElseThrow().status() == TaskStatus.RUNNING);
                        assertThat(tasks.cancel(id)).isEqualTo(CancelOutcome.CANCELED);
                    }
                    assertThat(Waits.ended(tasks, id).status()).isEqualTo(end(type.name()));
                }
            }
        }

        private static TaskStatus end(String type) {
            return switch (type) {
                case "fails" -> TaskStatus.ERROR;
                case "late" -> TaskStatus.TIMED_OUT;
                case "held" -> TaskStatus.CANCELED;
                default -> TaskStatus.COMPLETED;
            };
        }

        /** Checks the numbers after that was done so often. */
        void areCounted(int times) {
            String of = 3 * times + " started, ";
            isSoon(new TreeMap<>(Map.of(
                    "works", of + "{completed=" + 3 * times + "}, 0 again",
                    "fails", of + "{error=" + 3 * times + "}, 0 again",
                    "again", 6 * times + " started, {completed=" + 3 * times + "}, " + 3 * times + " again",
                    "late", of + "{timed_out=" + 3 * times + "}, 0 again",
                    "held", of + "{canceled=" + 3 * times + "}, 0 again")));
            TaskSeries all = tasks.series(SeriesQuery.builder().build());
            assertThat(all.series())
                    .singleElement()
                    .satisfies(series -> assertThat(series.type()).isNull());
            assertThat(all.series().getFirst().buckets())
                    .extracting(TaskSeries.Bucket::from)
                    .hasSizeBetween(60, 61)
                    .isSorted()
                    .startsWith(all.from());
            assertThat(counted(all))
                    .containsExactly(Map.entry(
                            "",
                            18 * times + " started, {canceled=" + 3 * times + ", completed=" + 6 * times + ", error="
                                    + 3 * times + ", timed_out=" + 3 * times + "}, " + 3 * times + " again"));
            TaskSeries late =
                    tasks.series(SeriesQuery.builder().types("late", "none").build());
            assertThat(late.series()).extracting(TaskSeries.OfType::type).containsExactly("late", "none");
            assertThat(late.series().getFirst().buckets().stream()
                            .map(TaskSeries.Bucket::durations)
                            .filter(spread -> spread.count() > 0))
                    .allSatisfy(spread -> assertThat(spread.p50()).isBetween(9L, 60_000L));
        }

        private void isSoon(Map<String, String> expected) {
            SeriesQuery byType = SeriesQuery.builder().byType().build();
            try {
                Waits.until("the numbers", () -> counted(tasks.series(byType)).equals(expected));
            } catch (AssertionError e) {
                assertThat(counted(tasks.series(byType))).isEqualTo(expected);
                throw e;
            }
        }

        private static Map<String, String> counted(TaskSeries series) {
            TreeMap<String, String> counted = new TreeMap<>();
            for (TaskSeries.OfType each : series.series()) {
                TreeMap<String, Long> ended = new TreeMap<>();
                long starts = 0;
                long retried = 0;
                for (TaskSeries.Bucket bucket : each.buckets()) {
                    starts += bucket.starts();
                    retried += bucket.retried();
                    bucket.ended().forEach((status, count) -> ended.merge(status.wireName(), count, Long::sum));
                }
                @Nullable String type = each.type();
                counted.put(type == null ? "" : type, starts + " started, " + ended + ", " + retried + " again");
            }
            return counted;
        }
    }

    /** Each start and each end counts. */
    @Test
    default void startsAndEndsAreCounted() {
        Tasks tasks = new Tasks(start(builder -> builder.recent(1)).tasks());
        for (int times = 1; times <= 2; times++) {
            tasks.endAll("n");
            tasks.areCounted(times);
        }
    }
}
