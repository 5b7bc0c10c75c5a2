package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskState.Completed;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a run has noted is there for the next one, over any crash. */
interface NotesContract extends Stored {
    /** Runs a task till it waits at the gate, kills its process, and runs it to its end in the next one. */
    private void killAtTheGate(TaskHandler untilTheGate) throws InterruptedException {
        Gate gate = new Gate();
        Node first = start();
        first.tasks()
                .register(
                        "x",
                        ctx -> {
                            untilTheGate.run(ctx);
                            gate.run(ctx);
                        },
                        RestartContract.RESTART);
        first.tasks().start("x");
        gate.next();
        kill(first);
        TaskManager second = start().tasks();
        second.register("x", untilTheGate, RestartContract.RESTART);
        assertThat(Waits.ended(second, "x")).isInstanceOf(Completed.class);
    }

    @Test
    default void theLastCheckpointIsThereAfterAKill() throws Exception {
        Queue<String> found = new ConcurrentLinkedQueue<>();
        killAtTheGate(ctx -> {
            found.add(ctx.durable().lastCheckpoint(String.class).orElse("none"));
            ctx.durable().checkpoint("row 1");
            ctx.durable().checkpoint("row 2 ü\u0000");
        });

        assertThat(found).containsExactly("none", "row 2 ü\u0000");
    }

    @Test
    default void aStepIsDoneOnceOverAKill() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Queue<@Nullable Object> results = new ConcurrentLinkedQueue<>();
        killAtTheGate(ctx -> {
            results.add(ctx.durable().once("int", calls::incrementAndGet));
            results.add(ctx.durable().once("long", () -> 7L));
            results.add(ctx.durable().once("map", () -> Map.of("a", List.of(true, "x"))));
        });

        assertThat(calls).hasValue(1);
        assertThat(results)
                .containsExactly(1, 7L, Map.of("a", List.of(true, "x")), 1, 7L, Map.of("a", List.of(true, "x")));
    }

    @Test
    default void aNameThatADatabaseCannotHoldIsRefusedBeforeAnythingIsDone() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        String odd = new Random(7)
                .ints(500, 0x4E00, 0x9F00)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        Queue<Throwable> refused = new ConcurrentLinkedQueue<>();
        killAtTheGate(ctx -> {
            ctx.durable().once(odd, calls::incrementAndGet);
            for (String name : List.of(odd + "x", "nul \u0000", "half \uD800")) {
                try {
                    ctx.durable().once(name, calls::incrementAndGet);
                } catch (IllegalArgumentException expected) {
                    refused.add(expected);
                }
            }
        });

        assertThat(calls).hasValue(1);
        assertThat(refused).hasSize(6);
    }

    @Test
    default void aTaskThatHasCompletedBeginsAnew() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Node first = start();
        first.tasks().register("x", ctx -> ctx.result(ctx.durable().once("step", calls::incrementAndGet)));
        first.tasks().start("x");
        Waits.ended(first.tasks(), "x");
        first.tasks().close();
        TaskManager second = start().tasks();
        second.register("x", ctx -> ctx.result(ctx.durable().once("step", calls::incrementAndGet)));
        second.start("x");
        Waits.until(second, "x", state -> state instanceof Completed completed && completed.run() == 2);

        assertThat(calls).hasValue(2);
    }
}
