package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TooManyTasksException;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SubmitTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks =
            invariants.manager(builder -> builder.clock(clock).maxPending(3));
    private final Recorder seen = invariants.record(tasks);
    private final Held held = Held.polite();
    private final Queue<Object> payloads = new ConcurrentLinkedQueue<>();

    private record Import(String file, int rows) {}

    private TaskType<String, Void> heldType() {
        return tasks.type("held", String.class, Void.class, (ctx, payload) -> {
            payloads.add(payload);
            held.run(ctx);
            return null;
        });
    }

    private static SubmitOptions id(String id) {
        return SubmitOptions.builder().id(id).build();
    }

    @Test
    void aSubmittedTaskRunsWithItsPayloadAndGivesItsResult() {
        TaskType<String, Integer> length =
                tasks.type("length", String.class, Integer.class, (ctx, text) -> text.length());
        TaskState submitted = tasks.submit(length, "hello");

        Completed completed = (Completed) seen.await(submitted.id(), TaskStatus.COMPLETED);
        assertThat(completed.result()).isEqualTo(TaskResult.of(5));
        assertThat(completed.identity().type()).isEqualTo("length");
        assertThat(seen.story(submitted.id())).containsExactly("pending", "running Starting...", "completed");
    }

    @Test
    void itIsStartedBeforeSubmitReturns() throws Exception {
        TaskState submitted = tasks.submit(heldType(), "a");

        assertThat(submitted.status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(tasks.getState(submitted.id())).contains(submitted);
        held.next().end();
    }

    @Test
    void itsOwnIdIsATimeOrderedUuid() throws Exception {
        TaskType<String, Void> type = heldType();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(tasks.submit(type, "a").id());
            Held.Run run = held.next();
            run.end();
            run.awaitEnd();
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(ids)
                .isSorted()
                .doesNotHaveDuplicates()
                .allSatisfy(id ->
                        assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
        String start = "%012x".formatted(ManualClock.START.toEpochMilli());
        assertThat(ids.getFirst()).startsWith(start.substring(0, 8) + "-" + start.substring(8));
    }

    @Test
    void anIdThatIsTakenIsRefusedAndLeavesTheTaskAlone() throws Exception {
        TaskType<String, Void> type = heldType();
        TaskState first = tasks.submit(type, "a", id("mine"));
        assertThat(first.id()).isEqualTo("mine");
        assertThatExceptionOfType(TaskExistsException.class)
                .isThrownBy(() -> tasks.submit(type, "b", id("mine")))
                .withMessageContaining("\"mine\"");
        tasks.register("registered", held);
        assertThatExceptionOfType(TaskExistsException.class)
                .isThrownBy(() -> tasks.submit(type, "b", id("registered")));
        assertThatIllegalArgumentException().isThrownBy(() -> id(""));

        held.next().end();
        assertThat(seen.await("mine", TaskStatus.COMPLETED).run()).isOne();
        assertThat(payloads).containsExactly("a");
        assertThat(held.waiting()).isZero();
    }

    @Test
    void oneTooManyIsRefusedUntilAnotherHasEnded() throws Exception {
        TaskType<String, Void> type = heldType();
        tasks.register("registered", held);
        tasks.start("registered");
        Held.Run registered = held.next();
        List<Held.Run> runs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tasks.submit(type, "a", id("x" + i));
            runs.add(held.next());
        }
        assertThatExceptionOfType(TooManyTasksException.class)
                .isThrownBy(() -> tasks.submit(type, "a", id("x3")))
                .withMessageContaining("3");
        assertThat(tasks.getState("x3")).isEmpty();
        tasks.register("another", held); // only submitted ones count

        runs.getFirst().end();
        runs.getFirst().awaitEnd();
        tasks.submit(type, "a", id("x3"));
        assertThatExceptionOfType(TooManyTasksException.class).isThrownBy(() -> tasks.submit(type, "a"));
        tasks.cancel("x1");
        tasks.submit(type, "a", id("x4"));
        tasks.unregister("x2");
        tasks.submit(type, "a", id("x5"));
        assertThatExceptionOfType(TooManyTasksException.class).isThrownBy(() -> tasks.submit(type, "a"));
        registered.end();
    }

    @Test
    void theLimitMakesSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskManager.builder().maxPending(0))
                .withMessage("maxPending must be at least 1, got: 0");
    }

    @Test
    void aPayloadThatTheValidatorRefusesMakesNoTask() {
        TypeOptions<String> options = TypeOptions.<String>builder()
                .validate(text -> {
                    if (text.isBlank()) {
                        throw new IllegalArgumentException("A name must not be blank");
                    }
                })
                .build();
        TaskType<String, String> type = tasks.type("x", String.class, String.class, (ctx, text) -> text, options);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks.submit(type, " "))
                .withMessage("A name must not be blank");

        assertThat(tasks.getAllStates()).isEmpty();
        assertThat(seen.await(tasks.submit(type, "a").id(), TaskStatus.COMPLETED)
                        .run())
                .isOne();
    }

    @Test
    void aRestartHasTheSamePayloadWhateverBecameOfTheOriginal() throws Exception {
        TaskType<List<String>, Void> type = listType();
        List<String> payload = new ArrayList<>(List.of("a"));
        tasks.submit(type, payload, id("x"));
        Held.Run first = held.next();
        payload.add("b");
        first.end();
        first.awaitEnd();
        assertThat(tasks.start("x")).isEqualTo(StartOutcome.STARTED);
        Held.Run second = held.next();

        assertThat(second.ctx().run()).isEqualTo(2);
        assertThat(payloads).containsExactly(List.of("a"), List.of("a"));
        second.end();
    }

    @SuppressWarnings("unchecked")
    private TaskType<List<String>, Void> listType() {
        Class<List<String>> list = (Class<List<String>>) (Class<?>) List.class;
        return tasks.type("list", list, Void.class, (ctx, payload) -> {
            payloads.add(payload);
            held.run(ctx);
            return null;
        });
    }

    @Test
    void recordsNeedNoCodec() {
        TaskType<Import, Import> type = tasks.type(
                "import", Import.class, Import.class, (ctx, wanted) -> new Import(wanted.file(), wanted.rows() + 1));
        TaskState submitted = tasks.submit(type, new Import("a.csv", 3));

        assertThat(((Completed) seen.await(submitted.id(), TaskStatus.COMPLETED)).result())
                .hasToString("{\"file\":\"a.csv\",\"rows\":4}");
    }

    @Test
    void whatNoCodecKnowsIsRefusedAndMakesNoTask() {
        TaskType<Object, Void> type = tasks.type("x", Object.class, Void.class, (ctx, payload) -> null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks.submit(type, new Object()))
                .withMessageStartingWith("A task's payload must be null, a string, number,");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks.submit(type, "x".repeat(256 * 1024)))
                .withMessage("A task's payload must take at most 262144 bytes as JSON, got: more");
        assertThat(tasks.getAllStates()).isEmpty();
    }

    @Test
    void withoutAResultOfItsOwnTheContextsStands() {
        TaskType<String, Object> type = tasks.type("x", String.class, Object.class, (ctx, text) -> {
            ctx.result("by the context");
            return text.isEmpty() ? null : text;
        });
        TaskState without = tasks.submit(type, "");
        TaskState with = tasks.submit(type, "returned");

        assertThat(((Completed) seen.await(without.id(), TaskStatus.COMPLETED)).result())
                .isEqualTo(TaskResult.of("by the context"));
        assertThat(((Completed) seen.await(with.id(), TaskStatus.COMPLETED)).result())
                .isEqualTo(TaskResult.of("returned"));
    }

    @Test
    void aHandlerThatThrowsFailsItsTask() {
        try (LogCapture log = LogCapture.open()) {
            TaskType<String, Void> type = tasks.type("x", String.class, Void.class, (ctx, text) -> {
                throw new java.io.IOException("disk full");
            });
            TaskState submitted = tasks.submit(type, "a");

            assertThat(((Failed) seen.await(submitted.id(), TaskStatus.ERROR)).error())
                    .isEqualTo("disk full");
            assertThat(log.records(Level.SEVERE)).hasSize(1);
        }
    }
}
