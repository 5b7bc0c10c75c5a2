package dev.taskcast;

import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Running;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** For tests that work in the place of the handler of task {@code x}, which no interrupt ends. */
abstract class InHandler {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    final TaskManager tasks;
    final Recorder seen;
    Held.Run run;
    TaskContext ctx;

    private final Held held = Held.stubborn();

    InHandler(UnaryOperator<TaskManagerBuilder> settings) {
        tasks = invariants.manager(settings);
        seen = invariants.record(tasks);
    }

    @BeforeEach
    void start() throws InterruptedException {
        tasks.register("x", held, TaskOptions.builder().interruptOnCancel(false).build());
        tasks.start("x");
        run = held.next();
        ctx = run.ctx();
    }

    @AfterEach
    void end() {
        run.end();
    }

    final TaskProgress newest() {
        return ((Running) tasks.getState("x").orElseThrow()).progress();
    }
}
