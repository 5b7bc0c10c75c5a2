package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskType;
import org.junit.jupiter.api.Test;

/** A task that the code of today can't run harms no other. */
interface OddityContract extends Stored {
    private static void submit(TaskManager tasks, String name, String id) {
        TaskType<String, Void> type = tasks.type(name, String.class, Void.class, (ctx, payload) -> null);
        tasks.submit(type, "of " + name, SubmitOptions.builder().id(id).build());
    }

    @Test
    default void aPayloadThatNoLongerFitsIsThatTasksError() {
        Node first = start(builder -> builder.slots(0));
        submit(first.tasks(), "changed", "a");
        submit(first.tasks(), "same", "b");
        first.tasks().close();
        TaskManager second = start(builder -> builder.slots(1)).tasks();
        second.type("changed", Integer.class, Void.class, (ctx, payload) -> null);
        second.type("same", String.class, String.class, (ctx, payload) -> payload);

        assertThat(Waits.ended(second, "b")).isInstanceOf(Completed.class);
        assertThat(Waits.ended(second, "a"))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.error()).isNotEmpty());
    }

    @Test
    default void aTaskWhoseTypeIsGoneWaitsAndTheRestGoesOn() {
        Node first = start(builder -> builder.slots(0));
        submit(first.tasks(), "gone", "a");
        submit(first.tasks(), "here", "b");
        first.tasks().close();
        Node second = start(builder -> builder.slots(1));
        second.tasks().type("here", String.class, String.class, (ctx, payload) -> payload);

        assertThat(Waits.ended(second.tasks(), "b")).isInstanceOf(Completed.class);
        assertThat(Waits.state(second.tasks(), "a"))
                .isInstanceOfSatisfying(
                        Pending.class,
                        pending -> assertThat(pending.waiting().isQueued()).isTrue());
        second.tasks().close();
        TaskManager third = start().tasks();
        third.type("gone", String.class, String.class, (ctx, payload) -> payload);
        assertThat(Waits.ended(third, "a"))
                .isInstanceOfSatisfying(
                        Completed.class,
                        completed ->
                                assertThat(String.valueOf(completed.result())).contains("of gone"));
    }
}
