package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.RunWrapper;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A handler's thread has nothing of whoever happened to start it, and what the wrapper gives it. */
class InheritTest {
    private static final InheritableThreadLocal<String> USER = new InheritableThreadLocal<>();
    private static final ThreadLocal<String> OWNER = new ThreadLocal<>();

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private record Seen(@Nullable String user, ClassLoader loader) {
        static Seen here() {
            return new Seen(USER.get(), Thread.currentThread().getContextClassLoader());
        }
    }

    /** As somebody, with a class loader of theirs. */
    private static void as(String user, Await.Body body) throws Exception {
        try (URLClassLoader theirs = new URLClassLoader(new URL[0])) {
            Thread thread = Await.start(() -> {
                USER.set(user);
                Thread.currentThread().setContextClassLoader(theirs);
                body.run();
            });
            Await.end(thread);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void handlersSignalsAndListenersInheritNothing(boolean isPlatform) throws Exception {
        Queue<Seen> seen = new ConcurrentLinkedQueue<>();
        CountDownLatch canceled = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        TaskManager tasks = invariants.manager();
        TaskHandler handler = ctx -> {
            seen.add(Seen.here());
            ctx.signal().onCancel(() -> {
                seen.add(Seen.here());
                canceled.countDown();
            });
            running.countDown();
            Await.latch(canceled);
        };
        TaskOptions.Builder options = TaskOptions.builder().interruptOnCancel(false);
        tasks.register("x", handler, (isPlatform ? options.platformThread() : options).build());
        as("somebody", () -> {
            tasks.subscribe(change -> {
                seen.add(Seen.here());
                told.countDown();
            });
            tasks.start("x");
            Await.latch(running);
            tasks.cancel("x");
            Await.latch(canceled);
            Await.latch(told);
        });

        assertThat(seen).hasSizeGreaterThanOrEqualTo(3).containsOnly(Seen.here());
    }

    private TaskManager wrapped(RunWrapper wrapper) {
        return invariants.manager(builder -> builder.runWrapper(wrapper));
    }

    @Test
    void theWrapperGoesAroundEveryHandlerOnItsThread() {
        TaskManager tasks = wrapped((run, handler) -> {
            OWNER.set(run.identity().owner() + " " + run.payload() + " " + run.run());
            try {
                handler.call();
            } finally {
                OWNER.remove();
            }
        });
        TaskType<String, String> type =
                tasks.type("t", String.class, String.class, (ctx, payload) -> OWNER.get() + " saw " + payload);
        Recorder recorder = invariants.record(tasks);
        TaskState made =
                tasks.submit(type, "a", SubmitOptions.builder().owner("ann").build());

        assertThat(recorder.await(made.id(), TaskStatus.COMPLETED))
                .isInstanceOfSatisfying(
                        TaskState.Completed.class,
                        completed -> assertThat(completed.result()).hasToString("\"ann a 1 saw a\""));
    }

    @Test
    void aWrapperThatThrowsOrCallsNothingOrTwiceFailsTheRun() {
        List<RunWrapper> wrappers = List.of(
                (run, handler) -> {
                    throw new IllegalStateException("its own");
                },
                (run, handler) -> {},
                (run, handler) -> {
                    handler.call();
                    handler.call();
                });
        List<String> errors = List.of("its own", "must call the handler, got: no call", "must call the handler once");
        for (int i = 0; i < wrappers.size(); i++) {
            TaskManager tasks = wrapped(wrappers.get(i));
            Recorder recorder = invariants.record(tasks);
            tasks.register("x", ctx -> {});
            tasks.start("x");
            String error = errors.get(i);
            assertThat(recorder.await("x", TaskStatus.ERROR))
                    .isInstanceOfSatisfying(
                            TaskState.Failed.class,
                            failed -> assertThat(failed.error()).contains(error));
        }
    }
}
