package dev.taskcast.queues;

import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.Recorder;
import dev.taskcast.TaskManager;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.Standing;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.time.ManualClock;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A manager with a clock that is moved by hand, and handlers that wait for the test. */
abstract class QueueRig {
    static final TaskOptions MAIL = TaskOptions.builder().queue("mail").build();

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    final ManualClock clock = new ManualClock();
    final Held held = Held.polite();
    final Held stubborn = Held.stubborn();
    final @Nullable SharedJournal journal = journal();

    private @Nullable TaskManager tasks;
    private @Nullable Recorder recorder;
    private @Nullable TaskType<String, Void> type;

    /** Where tasks are kept; null for in memory. */
    abstract @Nullable SharedJournal journal();

    /** A manager with settings, and a type {@code t} whose handlers are held. */
    TaskManager open(UnaryOperator<TaskManagerBuilder> settings) {
        return open(settings, TaskOptions.DEFAULT);
    }

    TaskManager open(UnaryOperator<TaskManagerBuilder> settings, TaskOptions options) {
        TaskManager opened = invariants.manager(builder -> {
            TaskManagerBuilder timed = settings.apply(builder.clock(clock));
            return journal == null ? timed : timed.store(journal.connect());
        });
        tasks = opened;
        recorder = invariants.record(opened);
        type = opened.type(
                "t",
                String.class,
                Void.class,
                (ctx, payload) -> {
                    held.run(ctx);
                    return null;
                },
                TypeOptions.<String>builder().tasks(options).build());
        return opened;
    }

    TaskManager tasks() {
        return Objects.requireNonNull(tasks);
    }

    Recorder recorder() {
        return Objects.requireNonNull(recorder);
    }

    TaskState submit(String id) {
        return submit(id, SubmitOptions.builder());
    }

    TaskState submit(String id, SubmitOptions.Builder options) {
        return tasks().submit(Objects.requireNonNull(type), "", options.id(id).build());
    }

    Standing standing(String id) {
        return Objects.requireNonNull(pending(id).standing());
    }

    TaskState state(String id) {
        return tasks().getState(id).orElseThrow();
    }

    Pending pending(String id) {
        return (Pending) state(id);
    }

    /** The id of the next task whose handler begins. */
    Held.Run next() throws InterruptedException {
        return held.next();
    }
}
