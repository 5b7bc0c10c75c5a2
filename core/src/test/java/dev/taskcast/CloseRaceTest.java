package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A close at any moment of another call: that one happens or is refused, and no thread is left of either. */
class CloseRaceTest {
    private static final int ROUNDS = 400;

    private static void race(Consumer<TaskManager> before, Consumer<TaskManager> call) throws InterruptedException {
        List<Thread> others = InvariantsExtension.threads();
        for (int round = 0; round < ROUNDS; round++) {
            TaskManager tasks = TaskManager.create();
            before.accept(tasks);
            CountDownLatch go = new CountDownLatch(1);
            AtomicReference<@Nullable Throwable> problem = new AtomicReference<>();
            Thread calling = Await.start(() -> {
                go.countDown();
                try {
                    call.accept(tasks);
                } catch (IllegalStateException e) {
                    problem.set("The task manager is closed".equals(e.getMessage()) ? null : e);
                } catch (Throwable t) {
                    problem.set(t);
                }
            });
            Await.latch(go);
            long until = System.nanoTime() + round * 500L;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            tasks.close(); // throws nothing
            Await.end(calling);
            assertThat(problem.get()).as("round %s", round).isNull();
            List<Thread> left = new ArrayList<>(InvariantsExtension.threads());
            left.removeAll(others);
            for (Thread thread : left) { // of the call: it may have been refused a moment after the close
                Await.end(thread);
            }
        }
    }

    @Test
    void withASubscribe() throws Exception {
        race(tasks -> {}, tasks -> tasks.subscribe(change -> {}));
    }

    @Test
    void withACancelWhoseCallbacksAreCalled() throws Exception {
        race(
                tasks -> {
                    CountDownLatch begun = new CountDownLatch(1);
                    tasks.register("x", ctx -> {
                        ctx.signal().onCancel(() -> {});
                        begun.countDown();
                        Await.latch(new CountDownLatch(1));
                    });
                    tasks.start("x");
                    Await.stubbornly(begun);
                },
                tasks -> tasks.cancel("x"));
    }

    @Test
    void withAStartAndTheFirstProgress() throws Exception {
        race(
                tasks -> tasks.register("x", ctx -> {
                    ctx.progress("first");
                    ctx.progress("second");
                }),
                tasks -> tasks.start("x"));
    }
}
