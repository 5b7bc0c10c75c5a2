package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two handlers of one task overlap: only the new run's word counts. */
class FenceTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final Held held = Held.stubborn();

    private TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private Recorder seen = invariants.record(tasks);

    private Held.Run start() throws InterruptedException {
        tasks.start("x");
        return held.next();
    }

    /** Everything that an old run could say. */
    private static void says(Held.Run old, String word) {
        old.ctx().progress(word, 1, 2);
        old.ctx().result(word);
    }

    @Test
    void theOldRunEndsFirst() throws Exception {
        tasks.register("x", held);
        Held.Run old = start();
        tasks.cancel("x");
        Held.Run young = start();
        says(old, "old");
        old.end();
        old.awaitEnd();
        assertThat(young.ctx().isCanceled()).isFalse();
        says(young, "young");
        young.end();

        Completed completed = (Completed) seen.await("x", TaskStatus.COMPLETED);
        assertThat(completed.run()).isEqualTo(2);
        assertThat(completed.result()).hasToString("\"young\"");
        assertThat(seen.story("x"))
                .containsExactly(
                        "pending",
                        "running Starting...",
                        "canceled stopping",
                        "running Starting...",
                        "running young",
                        "completed");
    }

    @Test
    void theOldRunEndsLater() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            tasks.register("x", held);
            Held.Run old = start();
            tasks.cancel("x");
            Held.Run young = start();
            young.end();
            young.awaitEnd();
            says(old, "old");
            old.fail(new IllegalStateException("old"));
            old.awaitEnd();
            seen.drain(tasks);

            assertThat(((Completed) tasks.getState("x").orElseThrow()).result()).isNull();
            assertThat(seen.story("x"))
                    .containsExactly(
                            "pending", "running Starting...", "canceled stopping", "running Starting...", "completed");
            assertThat(log.messages(Level.INFO)).isEmpty();
        }
    }

    @Test
    void theOldRunsEndDoesNotEndTheStoppingOfTheNext() throws Exception {
        tasks.register("x", held);
        Held.Run old = start();
        tasks.cancel("x");
        Held.Run young = start();
        tasks.cancel("x");
        old.end();
        old.awaitEnd();
        seen.drain(tasks);
        assertThat(seen.story("x").getLast()).isEqualTo("canceled stopping");

        young.end();
        seen.awaitStopped("x");
    }

    @Test
    void theOldRunsTaskWasRegisteredAnew() throws Exception {
        tasks.register("x", held);
        Held.Run old = start();
        tasks.unregister("x");
        tasks.register("x", held);
        Held.Run young = start();
        assertThat(young.ctx().run())
                .as("the same number, for people: it tells nothing apart")
                .isOne();
        says(old, "old");
        old.end();
        old.awaitEnd();

        assertThat(tasks.getState("x").orElseThrow()).isInstanceOf(Running.class);
        tasks.cancel("x");
        young.end();
        seen.awaitStopped("x");
        assertThat(seen.story("x"))
                .containsExactly(
                        "pending",
                        "running Starting...",
                        "removed",
                        "pending",
                        "running Starting...",
                        "canceled stopping",
                        "canceled");
    }

    @Test
    void theOldRunsTaskWasForgottenAndRegisteredAnew() throws Exception {
        tasks = invariants.manager(builder -> builder.clock(clock).maxHistory(0));
        seen = invariants.record(tasks);
        tasks.register("x", held);
        Held.Run old = start();
        tasks.cancel("x");
        assertThat(tasks.getState("x"))
                .as("not forgotten while its handler goes on")
                .isPresent();
        old.end();
        old.awaitEnd();
        seen.awaitRemoved("x");
        tasks.register("x", held);
        Held.Run young = start();
        says(old, "old");
        says(young, "young");
        seen.awaitProgress("x", "young");

        assertThat(seen.story("x"))
                .containsExactly(
                        "pending",
                        "running Starting...",
                        "canceled stopping",
                        "removed",
                        "pending",
                        "running Starting...",
                        "running young");
        young.end();
        seen.drain(tasks);
    }

    @Test
    void theOldRunsTimeoutDoesNotReachTheNewOne() throws Exception {
        tasks.register("x", held, TaskOptions.timeout(Duration.ofSeconds(10)));
        Held.Run old = start();
        clock.advance(Duration.ofSeconds(6));
        tasks.cancel("x");
        Held.Run young = start();
        clock.advance(Duration.ofSeconds(6));
        assertThat(tasks.getState("x").orElseThrow()).isInstanceOf(Running.class);
        assertThat(young.ctx().isCanceled()).isFalse();

        clock.advance(Duration.ofSeconds(4));
        assertThat(tasks.getState("x").orElseThrow().status()).isEqualTo(TaskStatus.TIMED_OUT);
        old.end();
        young.end();
        seen.awaitStopped("x");
    }

    @Test
    void theOldRunsLateProgressIsNotTheNewOnesLastMessage() throws Exception {
        tasks.register("x", held);
        Held.Run old = start();
        old.ctx().progress("old");
        seen.awaitProgress("x", "old");
        tasks.cancel("x");
        Held.Run young = start();
        young.ctx().progress(null, 1, 2);
        seen.awaitProgress("x", "Starting...");

        assertThat(((Running) tasks.getState("x").orElseThrow()).progress().message())
                .isEqualTo("Starting...");
        old.end();
        young.end();
        seen.drain(tasks);
    }
}
