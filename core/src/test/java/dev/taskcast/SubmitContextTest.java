package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.Retry;
import dev.taskcast.task.SubmitContext;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What who submits a task hands to its runs. */
class SubmitContextTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final Queue<String> origins = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean hasFailed = new AtomicBoolean();

    private TaskManager manager(SubmitContext context) {
        return invariants.manager(builder -> builder.submitContext(context).runWrapper((run, handler) -> {
            origins.add(run.run() + " " + run.origin());
            handler.call();
        }));
    }

    private static SubmitOptions id(String id) {
        return SubmitOptions.builder().id(id).build();
    }

    private static TaskType<String, Void> quick(TaskManager tasks) {
        return tasks.type("quick", String.class, Void.class, (ctx, payload) -> null);
    }

    @Test
    void eachRunHasItAlsoAfterAFailureAndARestart() {
        TaskManager tasks = manager(task -> "from " + task.type() + " " + task.id());
        Recorder seen = invariants.record(tasks);
        Retry atOnce = Retry.times(1).waits(Duration.ZERO, Duration.ofMillis(1));
        TaskType<String, Void> type = tasks.type(
                "t",
                String.class,
                Void.class,
                (ctx, payload) -> {
                    if (hasFailed.compareAndSet(false, true)) {
                        throw new IOException("not yet");
                    }
                    return null;
                },
                TypeOptions.<String>builder()
                        .tasks(TaskOptions.builder().retry(atOnce).build())
                        .build());
        tasks.submit(type, "", id("a"));
        seen.await("a", TaskStatus.COMPLETED);
        tasks.start("a");
        seen.await("the third run", change -> origins.size() == 3);

        assertThat(origins).containsExactly("1 from t a", "2 from t a", "3 from t a");
    }

    @Test
    void manyThatAreSubmittedTogetherHaveTheirOwn() {
        TaskManager tasks = manager(task -> task.id());
        Recorder seen = invariants.record(tasks);
        List<String> ids = tasks.submitAll(quick(tasks), List.of("x", "y")).stream()
                .map(state -> state.id())
                .toList();
        ids.forEach(id -> seen.await(id, TaskStatus.COMPLETED));

        assertThat(origins).containsExactlyInAnyOrder("1 " + ids.getFirst(), "1 " + ids.getLast());
    }

    @Test
    void whatIsRegisteredHasNone() {
        TaskManager tasks = manager(task -> "from somewhere");
        Recorder seen = invariants.record(tasks);
        tasks.register("x", ctx -> {});
        tasks.start("x");
        seen.await("x", TaskStatus.COMPLETED);

        assertThat(origins).containsExactly("1 null");
    }

    @Test
    void oneThatThrowsOrIsTooLongKeepsNoTaskFromBeingMade() {
        TaskManager tasks = manager(task -> {
            if (task.id().equals("broken")) {
                throw new IllegalStateException("broken");
            }
            return "x".repeat(SubmitContext.MAX_LENGTH + (task.id().equals("long") ? 1 : 0));
        });
        Recorder seen = invariants.record(tasks);
        TaskType<String, Void> type = quick(tasks);
        try (LogCapture log = LogCapture.open()) {
            for (String id : List.of("broken", "long", "longest")) {
                tasks.submit(type, "", id(id));
                seen.await(id, TaskStatus.COMPLETED);
            }
            assertThat(log.records(Level.SEVERE))
                    .extracting(LogRecord::getMessage)
                    .containsExactly("The context of the submit of task \"broken\" could not be taken");
        }

        assertThat(origins).containsExactly("1 null", "1 null", "1 " + "x".repeat(SubmitContext.MAX_LENGTH));
    }
}
