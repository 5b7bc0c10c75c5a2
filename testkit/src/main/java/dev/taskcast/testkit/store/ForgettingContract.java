package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is forgotten stays so, and forgetting much holds up nobody. */
interface ForgettingContract extends Stored {
    /** More than what a manager forgets at once. */
    int MANY = 5_000;

    /** The most that one batch may change. */
    int BATCH = 2_000;

    private static TaskType<Integer, Void> type(TaskManager tasks) {
        return tasks.type("t", Integer.class, Void.class, (ctx, payload) -> null);
    }

    private static void runMany(TaskManager tasks) {
        TaskType<Integer, Void> type = type(tasks);
        tasks.submitAll(type, IntStream.range(0, MANY).boxed().toList());
        Waits.until(
                "the end of all tasks",
                () -> tasks.getAllStates().stream()
                        .allMatch(state -> state.status().isTerminal()));
    }

    @Test
    default void whatIsTooMuchIsForgottenForGoodAndInSmallBatches() {
        Node first = start();
        runMany(first.tasks());
        first.tasks().close();
        Node second = start(builder -> builder.maxHistory(10));
        Waits.until("ten tasks", () -> second.tasks().getAllStates().size() == 10);
        List<TaskState> left = second.tasks().getAllStates();
        kill(second);
        TaskManager third = start().tasks();

        assertThat(third.getAllStates()).isEqualTo(left);
        assertThat(second.store().largestBatch()).isBetween(1, BATCH);
    }

    @Test
    default void whatIsTooOldIsForgottenForGood() {
        Node first = start(builder -> builder.slots(1));
        TaskType<Integer, Void> type = type(first.tasks());
        first.tasks().submit(type, 1, SubmitOptions.builder().id("a").build());
        Waits.ended(first.tasks(), "a");
        first.tasks().close();
        Node second = start(builder -> builder.maxHistoryAge(Duration.ofMillis(300)));
        second.tasks().register("stays", ctx -> {});
        Waits.until("the end of its time", () -> second.tasks().getState("a").isEmpty());
        kill(second);
        TaskManager third = start().tasks();

        assertThat(third.getAllStates()).extracting(TaskState::id).containsExactly("stays");
    }

    @Test
    default void ofWhatIsForgottenNothingIsLeftButItsId() {
        Node node = start(builder -> builder.maxHistory(1));
        for (String id : List.of("a", "b")) {
            node.tasks().register(id, ctx -> ctx.log("a line of " + id));
            node.tasks().start(id);
        }
        Waits.until("one task", () -> node.tasks().getAllStates().size() == 1);
        String gone = node.tasks().getState("a").isEmpty() ? "a" : "b";
        node.tasks().close();
        TaskStore store = opened(newStore());
        store.open(opening("reader"));

        assertThat(store.isGone(gone)).isTrue();
        assertThat(store.isGone(gone.equals("a") ? "b" : "a")).isFalse();
    }
}
