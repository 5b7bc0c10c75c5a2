package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.Recorder;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints and steps that are done once. */
class NotesTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final Nodes nodes = new Nodes(invariants, SharedJournal.ofOneNode());

    private TaskManager manager(boolean durable) {
        return durable ? nodes.start().tasks() : invariants.manager();
    }

    /** Runs a task so often, and waits for each end. */
    private void run(TaskManager tasks, int times, TaskHandler handler) {
        Recorder recorder = invariants.record(tasks);
        tasks.register("x", handler);
        for (int i = 1; i <= times; i++) {
            int run = i;
            tasks.start("x");
            recorder.await(
                    "end of run " + run,
                    change -> tasks.getState("x")
                            .map(state -> state.run() == run && state.status().isTerminal())
                            .orElse(false));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStepIsDoneOnceAndItsResultIsThereInLaterRuns(boolean durable) {
        AtomicInteger charges = new AtomicInteger();
        List<@Nullable Object> results = new CopyOnWriteArrayList<>();
        run(manager(durable), 3, ctx -> {
            results.add(ctx.durable().once("charge card", () -> "charge " + charges.incrementAndGet()));
            if (ctx.run() < 3) {
                throw new IllegalStateException("after the step");
            }
        });

        assertThat(charges).hasValue(1);
        assertThat(results).containsExactly("charge 1", "charge 1", "charge 1");
    }

    @Test
    void numbersComeBackAsTheTypeThatTheyHad() {
        List<@Nullable Object> results = new CopyOnWriteArrayList<>();
        run(manager(true), 2, ctx -> {
            results.add(ctx.durable().once("int", () -> 7));
            results.add(ctx.durable().once("long", () -> 7L));
            results.add(ctx.durable().once("double", () -> 7.0));
            results.add(ctx.durable().once("map", () -> Map.of("a", true)));
            throw new IllegalStateException("again");
        });

        assertThat(results).containsExactly(7, 7L, 7.0, Map.of("a", true), 7, 7L, 7.0, Map.of("a", true));
    }

    @Test
    void aStepThatThrowsIsDoneAgainAndACompletedTaskBeginsAnew() {
        AtomicInteger calls = new AtomicInteger();
        run(manager(true), 3, ctx -> {
            Integer call = ctx.durable().once("step", () -> {
                if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException("the first time");
                }
                return calls.get();
            });
            ctx.result(call);
        });

        assertThat(calls)
                .as("failed, done, and done anew after the task had completed")
                .hasValue(3);
    }

    @Test
    void theLastCheckpointCounts() {
        List<String> found = new CopyOnWriteArrayList<>();
        run(manager(true), 2, ctx -> {
            found.add(ctx.durable().lastCheckpoint(String.class).orElse("none"));
            ctx.durable().checkpoint("row 1");
            ctx.durable().checkpoint("row 2");
            throw new IllegalStateException("again");
        });

        assertThat(found).containsExactly("none", "row 2");
    }

    @Test
    void afterAKillItGoesOnFromTheCheckpointThatWasKept() throws Exception {
        Nodes.Node first = nodes.start();
        dev.taskcast.Held held = dev.taskcast.Held.polite();
        first.tasks()
                .register(
                        "x",
                        ctx -> {
                            ctx.durable().checkpoint(41);
                            held.run(ctx);
                        },
                        dev.taskcast.task.TaskOptions.builder()
                                .restartInterrupted()
                                .build());
        first.tasks().start("x");
        held.next();
        first.kill();
        Nodes.Node second = nodes.start();
        List<Integer> found = new CopyOnWriteArrayList<>();
        Recorder recorder = invariants.record(second.tasks());
        second.tasks()
                .register(
                        "x",
                        ctx -> found.add(
                                ctx.durable().lastCheckpoint(Integer.class).orElse(0)),
                        dev.taskcast.task.TaskOptions.builder()
                                .restartInterrupted()
                                .build());
        recorder.await("x", TaskStatus.COMPLETED);

        assertThat(found).containsExactly(41);
    }

    @Test
    void aCheckpointIsKeptWhileTheManagerCloses() throws Exception {
        Nodes.Node first = nodes.start();
        CountDownLatch closing = new CountDownLatch(1);
        List<String> thrown = new CopyOnWriteArrayList<>();
        TaskOptions stubborn = TaskOptions.builder()
                .restartInterrupted()
                .interruptOnCancel(false)
                .build();
        Recorder recorder = invariants.record(first.tasks());
        first.tasks()
                .register(
                        "x",
                        ctx -> {
                            ctx.progress("Begun");
                            closing.await();
                            try {
                                ctx.durable().checkpoint("while it closes");
                            } catch (RuntimeException e) {
                                thrown.add(e.toString());
                            }
                        },
                        stubborn);
        first.tasks().start("x");
        recorder.awaitProgress("x", "Begun");
        Backends.of(first.tasks()).onClose(closing::countDown);
        first.tasks().close();

        assertThat(thrown).isEmpty();
    }

    @Test
    void trackGoesOnAfterTheItemsThatWereDone() {
        List<Integer> done = new CopyOnWriteArrayList<>();
        List<Integer> items = IntStream.range(0, 30).boxed().toList();
        run(manager(true), 2, ctx -> {
            for (int item : ctx.durable().track("Going through", items)) {
                done.add(item);
                if (ctx.run() == 1) {
                    Thread.sleep(60);
                    if (item == 25) {
                        throw new IllegalStateException("in item 25");
                    }
                }
            }
        });

        List<Integer> again = new ArrayList<>(done.subList(26, done.size()));
        assertThat(done.subList(0, 26)).isEqualTo(items.subList(0, 26));
        assertThat(again).isEqualTo(items.subList(again.getFirst(), 30));
        assertThat(again.getFirst()).as("no more than half a second again").isBetween(14, 25);
    }
}
