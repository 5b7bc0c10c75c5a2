package dev.taskcast.slf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.Recorder;
import dev.taskcast.TaskManager;
import dev.taskcast.task.RunWrapper;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;

/** On SLF4J's own MDC, which threads inherit unless they are made otherwise. */
class TaskMdcTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final Queue<Map<String, String>> seen = new ConcurrentLinkedQueue<>();

    private Map<String, String> context() {
        Map<String, String> context = MDC.getCopyOfContextMap();
        return context == null ? Map.of() : context;
    }

    @AfterEach
    void clear() {
        MDC.clear();
    }

    private static SubmitOptions id(String id) {
        return SubmitOptions.builder().id(id).build();
    }

    private TaskType<String, Void> type(TaskManager tasks, TaskOptions options) {
        return tasks.type(
                "mail",
                String.class,
                Void.class,
                (ctx, payload) -> {
                    seen.add(context());
                    return null;
                },
                TypeOptions.<String>builder().tasks(options).build());
    }

    @Test
    void aHandlerHasItsTaskAndNothingOfTheCaller() {
        TaskManager tasks = invariants.manager(builder -> builder.runWrapper(new TaskMdc()));
        Recorder ended = invariants.record(tasks);
        MDC.put("user", "ann");
        for (TaskOptions options : List.of(
                TaskOptions.DEFAULT, TaskOptions.builder().platformThread().build())) {
            String name = options.usesPlatformThread() ? "platform" : "virtual";
            tasks.register(name, ctx -> seen.add(context()), options);
            tasks.start(name);
            ended.await(name, TaskStatus.COMPLETED);
        }
        tasks.submit(type(tasks, TaskOptions.DEFAULT), "", id("a"));
        ended.await("a", TaskStatus.COMPLETED);

        assertThat(seen)
                .containsExactly(
                        Map.of(TaskMdc.TASK, "virtual", TaskMdc.TYPE, "virtual", TaskMdc.RUN, "1"),
                        Map.of(TaskMdc.TASK, "platform", TaskMdc.TYPE, "platform", TaskMdc.RUN, "1"),
                        Map.of(TaskMdc.TASK, "a", TaskMdc.TYPE, "mail", TaskMdc.RUN, "1"));
        assertThat(context()).isEqualTo(Map.of("user", "ann"));
    }

    @Test
    void eachRunHasItsNumber() {
        TaskManager tasks = invariants.manager(builder -> builder.runWrapper(new TaskMdc()));
        Recorder ended = invariants.record(tasks);
        tasks.register("x", ctx -> seen.add(context()));
        tasks.start("x");
        ended.await("x", TaskStatus.COMPLETED);
        tasks.start("x");
        ended.await("2nd run", change -> seen.size() == 2);

        assertThat(seen).extracting(context -> context.get(TaskMdc.RUN)).containsExactly("1", "2");
    }

    @Test
    void otherWrappersAreWithinIt() {
        RunWrapper other = (run, handler) -> {
            MDC.put("tenant", "t of " + MDC.get(TaskMdc.TASK));
            handler.call();
        };
        TaskManager tasks = invariants.manager(builder -> builder.runWrapper(new TaskMdc().with(other)));
        Recorder ended = invariants.record(tasks);
        tasks.register("x", ctx -> seen.add(context()));
        tasks.start("x");
        ended.await("x", TaskStatus.COMPLETED);

        assertThat(seen).extracting(context -> context.get("tenant")).containsExactly("t of x");
    }

    /** A run that is called by the test. */
    private static final class Called implements RunWrapper.Wrapped {
        @Override
        public TaskIdentity identity() {
            return new TaskIdentity("x", "y", null, null, null, List.of());
        }

        @Override
        public int run() {
            return 3;
        }

        @Override
        public @Nullable Object payload() {
            return null;
        }
    }

    @Test
    void nothingIsLeftOnTheThread() throws Exception {
        MDC.put("own", "kept");
        new TaskMdc().around(new Called(), () -> seen.add(context()));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new TaskMdc().around(new Called(), () -> {
                    throw new IllegalStateException("no");
                }));

        assertThat(seen).containsExactly(Map.of("own", "kept", TaskMdc.TASK, "x", TaskMdc.TYPE, "y", TaskMdc.RUN, "3"));
        assertThat(context()).isEqualTo(Map.of("own", "kept"));
    }
}
