package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MaxHistoryTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final Held held = Held.polite();
    private TaskManager tasks = manager(3);
    private Recorder seen = invariants.record(tasks);

    private TaskManager manager(int maxHistory) {
        return invariants.manager(builder -> builder.clock(clock).maxHistory(maxHistory));
    }

    private void complete(String... ids) throws InterruptedException {
        for (String id : ids) {
            tasks.register(id, held);
            completeAgain(id);
        }
    }

    private void completeAgain(String id) throws InterruptedException {
        tasks.start(id);
        Held.Run run = held.next();
        run.end();
        run.awaitEnd();
    }

    private List<String> ids() {
        return tasks.getAllStates().stream().map(TaskState::id).toList();
    }

    @Test
    void theOldestEndedTaskIsForgottenAndViewersAreTold() throws Exception {
        complete("a", "b", "c");
        assertThat(ids()).containsExactly("a", "b", "c");
        complete("d");
        seen.drain(tasks);

        assertThat(tasks.getState("a")).isEmpty();
        assertThat(seen.newest()).containsOnlyKeys("b", "c", "d");
        assertThat(seen.story("a")).containsExactly("pending", "running Starting...", "completed", "removed");
        assertThat(seen.changes().getLast().id())
                .as("after the end that was one too many")
                .isEqualTo("a");
    }

    @Test
    void theOldestIsTheOneThatEndedFirstByItsLastRun() throws Exception {
        clock.moveWall(Duration.ofHours(1));
        complete("late");
        clock.moveWall(Duration.ofHours(-1));
        complete("early", "middle");
        clock.moveWall(Duration.ofHours(2));
        complete("last");

        assertThat(ids()).containsExactly("late", "middle", "last");
    }

    @Test
    void ofThoseThatEndedAtOnceTheOldestIsTheOneOfTheLowerPosition() throws Exception {
        tasks.register("a", held);
        tasks.register("b", held);
        tasks.start("a");
        Held.Run a = held.next();
        tasks.start("b");
        Held.Run b = held.next();
        b.end();
        b.awaitEnd();
        a.end();
        a.awaitEnd();
        complete("c", "d");

        assertThat(ids()).containsExactly("a", "c", "d");
    }

    @Test
    void aTaskThatRanAgainIsYoungAgain() throws Exception {
        complete("a", "b", "c");
        clock.advance(Duration.ofSeconds(1));
        completeAgain("a");
        complete("d");

        assertThat(ids()).containsExactly("a", "c", "d");
    }

    @Test
    void theForgottenTasksHandlerIsForgottenAndItsIdIsFree() throws Exception {
        complete("a", "b", "c", "d");
        assertThat(tasks.start("a")).isEqualTo(StartOutcome.UNKNOWN);
        assertThat(tasks.unregister("a")).isFalse();

        tasks.register("a", ctx -> ctx.result("anew"), TaskOptions.title("anew"));
        assertThat(tasks.getState("a").orElseThrow().identity().title()).isEqualTo("anew");
        assertThat(tasks.getState("a").orElseThrow().run()).isZero();
    }

    @Test
    void pendingRunningAndKeptTasksAreNeverForgottenNorCounted() throws Exception {
        tasks.register("pending", held);
        tasks.register("running", Held.polite());
        tasks.start("running");
        tasks.register("kept", held, TaskOptions.builder().keep().build());
        completeAgain("kept");
        complete("a", "b", "c");
        completeAgain("kept");
        assertThat(ids()).hasSize(6);
        complete("d", "e", "f", "g");
        completeAgain("kept");

        assertThat(ids()).containsExactly("pending", "running", "kept", "e", "f", "g");
    }

    @Test
    void aTaskThatRunsAgainMakesRoom() throws Exception {
        complete("a", "b", "c");
        tasks.start("a");
        Held.Run again = held.next();
        complete("d");
        assertThat(ids()).as("a does not count while it runs").containsExactly("a", "b", "c", "d");

        again.end();
        again.awaitEnd();
        assertThat(ids()).as("and is not the oldest by position").containsExactly("a", "c", "d");
    }

    @Test
    void everyTerminalStatusCounts() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            tasks = manager(1);
            seen = invariants.record(tasks);
            complete("completed");
            tasks.register("error", held);
            tasks.start("error");
            held.next().fail(new IllegalStateException("no"));
            TaskState ignored = seen.await("error", TaskStatus.ERROR);
            assertThat(ids()).containsExactly("error");
            tasks.register("canceled", held);
            tasks.start("canceled");
            tasks.cancel("canceled");
            seen.awaitRemoved("error"); // once the handler of the other one has returned
            assertThat(ids()).containsExactly("canceled");
            Held late = Held.polite();
            tasks.register("timed_out", late, TaskOptions.timeout(Duration.ofSeconds(1)));
            tasks.start("timed_out");
            assertThat(late.next()).isNotNull(); // by then its timer is set, beside others
            clock.advance(Duration.ofSeconds(1));
            ignored = seen.await("timed_out", TaskStatus.TIMED_OUT);
            seen.awaitRemoved("canceled");
            assertThat(ids()).containsExactly("timed_out");
            assertThat(log).isNotNull();
        }
    }

    @Test
    void noneAreKeptWhereTheMaximumIsZero() throws Exception {
        tasks = manager(0);
        seen = invariants.record(tasks);
        complete("a");
        seen.drain(tasks);

        assertThat(ids()).noneMatch("a"::equals);
        assertThat(seen.story("a")).containsExactly("pending", "running Starting...", "completed", "removed");
    }

    @Test
    void byDefaultNothingIsForgotten() {
        tasks = invariants.manager();
        seen = invariants.record(tasks);
        for (int i = 0; i < 500; i++) {
            tasks.register("t" + i, ctx -> {});
            tasks.start("t" + i);
        }
        for (int i = 0; i < 500; i++) {
            TaskState ignored = seen.await("t" + i, TaskStatus.COMPLETED);
        }

        assertThat(ids()).hasSize(500);
    }

    @Test
    void aNegativeMaximumIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskManager.builder().maxHistory(-1))
                .withMessage("maxHistory must be at least 0, got: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskManager.builder().eventBufferSize(-1))
                .withMessage("eventBufferSize must be at least 0, got: -1");
    }

    @Test
    void inMemoryAHundredThousandSubmittedOnesStay() {
        try (TaskManager plain = TaskManager.create()) {
            TaskType<Integer, Void> type = plain.type("t", Integer.class, Void.class, (ctx, payload) -> null);
            plain.register("registered", ctx -> {});
            assertThat(plain.start("registered")).isEqualTo(StartOutcome.STARTED);
            String first = plain.submit(type, 0).id();
            Awaitility.await()
                    .atMost(Await.LIMIT)
                    .until(() -> plain.getState(first)
                            .filter(state -> state.status().isTerminal())
                            .isPresent());
            List<TaskState> ignored =
                    plain.submitAll(type, IntStream.range(0, 100_050).boxed().toList());

            Awaitility.await()
                    .atMost(Await.LIMIT)
                    .until(() -> plain.getAllStates().size() == 100_001);
            assertThat(plain.getState(first)).isEmpty();
            assertThat(plain.getState("registered")).isPresent();
        }
    }
}
