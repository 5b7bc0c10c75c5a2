package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskcast.task.Retry;
import dev.taskcast.task.RetryLaterException;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskObserver;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TooManyTasksException;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.task.Waiting;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ObserverTest {
    /** One line for each thing that it is told. */
    private static final class Told implements TaskObserver {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void submitted(TaskState task) {
            lines.add("submitted " + task.id());
        }

        @Override
        public void refused(TaskIdentity task) {
            lines.add("refused " + task.id());
        }

        @Override
        public void started(TaskState.Running task, long waitedMillis) {
            lines.add("started " + task.id() + " after " + waitedMillis);
        }

        @Override
        public void ended(TaskState.Terminal task, long ranMillis) {
            lines.add("ended " + task.id() + " " + task.status() + " after " + ranMillis);
        }

        @Override
        public void retried(TaskState.Pending task, long ranMillis) {
            lines.add("retried " + task.id() + " after " + ranMillis);
        }
    }

    /** Throws at everything. */
    private static final class Broken implements TaskObserver {
        @Override
        public void submitted(TaskState task) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void started(TaskState.Running task, long waitedMillis) {
            throw new StackOverflowError("broken");
        }

        @Override
        public void ended(TaskState.Terminal task, long ranMillis) {
            throw new IllegalStateException("broken");
        }
    }

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final Told told = new Told();
    private final Held held = Held.polite();

    private static SubmitOptions id(String id) {
        return SubmitOptions.builder().id(id).build();
    }

    private TaskType<String, Void> held(TaskManager tasks, TypeOptions<String> options) {
        return tasks.type(
                "held",
                String.class,
                Void.class,
                (ctx, payload) -> {
                    held.run(ctx);
                    return null;
                },
                options);
    }

    @Test
    void eachThingIsToldOnceWithItsTimes() throws Exception {
        TaskManager tasks = invariants.manager(
                builder -> builder.clock(clock).slots(1).maxPending(3).observer(told));
        Recorder seen = invariants.record(tasks);
        TaskType<String, Void> type = held(tasks, TypeOptions.<String>builder().build());
        tasks.submit(type, "", id("a"));
        Held.Run first = held.next();
        tasks.submit(type, "", id("b"));
        tasks.submit(type, "", id("c"));
        assertThatExceptionOfType(TooManyTasksException.class).isThrownBy(() -> tasks.submit(type, "", id("d")));
        tasks.cancel("c");
        clock.advance(Duration.ofSeconds(7));
        first.end();
        seen.await("a", TaskStatus.COMPLETED);
        Held.Run second = held.next();
        clock.advance(Duration.ofSeconds(2));
        second.end();
        seen.await("b", TaskStatus.COMPLETED);

        assertThat(told.lines)
                .containsExactly(
                        "submitted a",
                        "started a after 0",
                        "submitted b",
                        "submitted c",
                        "refused d",
                        "ended c CANCELED after -1",
                        "ended a COMPLETED after 7000",
                        "started b after 7000",
                        "ended b COMPLETED after 2000");
    }

    private static boolean isToBeRetried(TaskChange change) {
        return change instanceof TaskChange.Updated updated
                && updated.state() instanceof Pending pending
                && pending.waiting() instanceof Waiting.ForTime again
                && again.isRetry();
    }

    @Test
    void aFurtherAttemptIsNoEnd() throws Exception {
        TaskManager tasks = invariants.manager(builder -> builder.clock(clock).observer(told));
        Recorder seen = invariants.record(tasks);
        TaskType<String, Void> type = held(
                tasks,
                TypeOptions.<String>builder()
                        .tasks(TaskOptions.builder().retry(Retry.times(1)).build())
                        .build());
        tasks.submit(type, "", id("a"));
        Held.Run first = held.next();
        clock.advance(Duration.ofSeconds(3));
        first.fail(new RetryLaterException(Duration.ofSeconds(10)));
        TaskChange ignored = seen.await("another attempt", ObserverTest::isToBeRetried);
        clock.advance(Duration.ofSeconds(12));
        held.next().end();
        seen.await("a", TaskStatus.COMPLETED);

        assertThat(told.lines)
                .containsExactly(
                        "submitted a",
                        "started a after 0",
                        "retried a after 3000",
                        "started a after 0", // by the timer, when it was due
                        "ended a COMPLETED after 2000");
    }

    @Test
    void whatIsRegisteredIsNotSubmitted() {
        TaskManager tasks = invariants.manager(builder -> builder.clock(clock).observer(told));
        Recorder seen = invariants.record(tasks);
        tasks.register("x", ctx -> {}, TaskOptions.DEFAULT);
        tasks.start("x");
        seen.await("x", TaskStatus.COMPLETED);

        assertThat(told.lines).containsExactly("started x after 0", "ended x COMPLETED after 0");
    }

    @Test
    void oneThatThrowsHurtsNobody() {
        TaskManager tasks = invariants.manager(
                builder -> builder.clock(clock).observer(new Broken()).observer(told));
        Recorder seen = invariants.record(tasks);
        try (LogCapture log = LogCapture.open()) {
            tasks.submit(tasks.type("t", String.class, Void.class, (ctx, payload) -> null), "", id("a"));
            seen.await("a", TaskStatus.COMPLETED);
            assertThat(log.records(Level.SEVERE))
                    .extracting(LogRecord::getMessage)
                    .containsExactly("An observer has failed", "An observer has failed", "An observer has failed");
        }

        assertThat(told.lines).containsExactly("submitted a", "started a after 0", "ended a COMPLETED after 0");
    }
}
