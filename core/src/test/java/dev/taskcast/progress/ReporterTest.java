package dev.taskcast.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.Waiting;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Spliterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReporterTest {
    private static final TaskIdentity WHO = new TaskIdentity("x", "x", null, null, null, List.of());
    private static final TaskRow ROW =
            new TaskRow(new Pending(WHO, Waiting.ForStart.FIRST), 1, 1, 1, Terms.DEFAULT, null);

    private final ProgressCell cell = new ProgressCell(ROW, () -> 0);
    private final Queue<Runnable> meanwhile = new ArrayDeque<>();
    private final Reporter reporter = new Reporter() {
        @Override
        protected ProgressCell cell() {
            return cell;
        }

        @Override
        protected boolean isOver() {
            return false;
        }

        // Called between the counting of an item and its report.
        @Override
        protected void throwIfCanceled() {
            Runnable next = meanwhile.poll();
            if (next != null) {
                next.run();
            }
        }

        @Override
        protected void reported() {}
    };

    /** What two threads would do: the one that counted first reports last. */
    @Test
    void theLastReportOfAStreamOnSeveralThreadsIsTheNewest() {
        Spliterator<Integer> left =
                reporter.track("Importing", Stream.of(1, 2).parallel()).spliterator();
        Spliterator<Integer> right = Objects.requireNonNull(left.trySplit());
        meanwhile.add(() -> assertThat(right.tryAdvance(item -> {})).isTrue());
        assertThat(left.tryAdvance(item -> {})).isTrue();

        assertThat(cell.value()).isEqualTo(new TaskProgress("Importing", 2, 2));
    }
}
