package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.Await;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.Recorder;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.Retry;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.task.Unique;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that wait, and whose payloads the heap has let go of. */
class WaitingPayloadsTest {
    private static final TypeOptions<String> IN_QUEUE = TypeOptions.<String>builder()
            .tasks(TaskOptions.builder().queue("q").build())
            .build();

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final SharedJournal journal = SharedJournal.ofManyNodes();
    private final Nodes nodes = new Nodes(invariants, journal);
    private final Queue<String> ran = new ConcurrentLinkedQueue<>();

    private Nodes.Node node() {
        return nodes.start(builder -> builder.waitingPayloads(0));
    }

    private TaskType<String, String> type(TaskManager tasks) {
        return tasks.type(
                "t",
                String.class,
                String.class,
                (ctx, payload) -> {
                    ran.add(ctx.id() + " " + ctx.run() + " " + payload);
                    return payload;
                },
                IN_QUEUE);
    }

    private static SubmitOptions as(String id) {
        return SubmitOptions.builder().id(id).build();
    }

    /** Submits to a queue that is held back, and waits until the payload is in the store only. */
    private static void waiting(Nodes.Node node, TaskType<String, String> type, String id, String payload) {
        TaskState ignored = node.tasks().submit(type, payload, as(id));
        awaitLetGo(node);
    }

    private static void awaitLetGo(Nodes.Node node) {
        Awaitility.await("payloads that are let go of").atMost(Await.LIMIT).until(() -> isAllLetGo(node.tasks()));
    }

    /** Whether the heap has no payload of a task that waits. */
    static boolean isAllLetGo(TaskManager tasks) {
        return Backends.of(tasks).log().members(0, 1_000).rows().stream().noneMatch(TaskRow::mayLeavePayload);
    }

    @Test
    void aRunGetsWhatItsTaskWasSubmittedWith() {
        Nodes.Node node = node();
        TaskType<String, String> type = type(node.tasks());
        Recorder recorder = invariants.record(node.tasks());
        node.tasks().queue("q").pause();
        for (int i = 0; i < 20; i++) {
            waiting(node, type, "t" + i, "payload " + i);
        }

        node.tasks().queue("q").resume();
        for (int i = 0; i < 20; i++) {
            recorder.await("t" + i, TaskStatus.COMPLETED);
        }
        assertThat(Backends.of(node.tasks()).log().members(0, 100).rows())
                .as("what was read once for the run is not read again for its end")
                .noneMatch(TaskRow::isPayloadInStore);
        assertThat(ran)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 20)
                        .mapToObj(i -> "t" + i + " 1 payload " + i)
                        .toList());
    }

    @Test
    void thoseThatCameFirstAreHeld() {
        Nodes.Node node = nodes.start(builder -> builder.waitingPayloads(500));
        TaskType<String, String> type = type(node.tasks());
        node.tasks().queue("q").pause();
        for (int i = 0; i < 10; i++) {
            TaskState ignored = node.tasks().submit(type, "x".repeat(58), as("t" + i));
        }

        Awaitility.await("payloads that are let go of")
                .atMost(Await.LIMIT)
                .until(() -> Backends.of(node.tasks()).log().members(0, 100).rows().stream()
                        .filter(TaskRow::isPayloadInStore)
                        .map(TaskRow::id)
                        .toList()
                        .equals(List.of("t5", "t6", "t7", "t8", "t9")));
    }

    @Test
    void anotherAttemptGetsItToo() {
        Nodes.Node node = node();
        TaskType<String, String> type = node.tasks()
                .type(
                        "t",
                        String.class,
                        String.class,
                        (ctx, payload) -> {
                            ran.add(ctx.run() + " " + payload);
                            if (ctx.attempt() == 1) {
                                throw new IllegalStateException("not yet");
                            }
                            return payload;
                        },
                        TypeOptions.<String>builder()
                                .tasks(TaskOptions.builder()
                                        .queue("q")
                                        .retry(Retry.times(1).waits(Duration.ofMillis(1), Duration.ofMillis(1)))
                                        .build())
                                .build());
        Recorder recorder = invariants.record(node.tasks());
        node.tasks().queue("q").pause();
        waiting(node, type, "a", "payload");

        node.tasks().queue("q").resume();
        recorder.await("a", TaskStatus.COMPLETED);
        assertThat(ran).containsExactly("1 payload", "2 payload");
    }

    @Test
    void aRunWaitsWhileItCannotBeReadAndUsesUpNoAttempt() {
        Nodes.Node node = node();
        TaskManager tasks = node.tasks();
        TaskType<String, String> type = type(tasks);
        Recorder recorder = invariants.record(tasks);
        tasks.queue("q").pause();
        waiting(node, type, "a", "payload a");
        waiting(node, type, "b", "payload b");
        node.store().failPayloads(true);
        tasks.queue("q").resume();
        recorder.await("a", TaskStatus.RUNNING);
        recorder.await("b", TaskStatus.RUNNING);
        assertThat(tasks.cancel("b")).isEqualTo(CancelOutcome.CANCELED);
        recorder.await("b", TaskStatus.CANCELED);
        assertThat(ran).isEmpty();

        node.store().failPayloads(false);
        assertThat(recorder.await("a", TaskStatus.COMPLETED).run()).isEqualTo(1);
        assertThat(ran).containsExactly("a 1 payload a");
    }

    /** Also where it is not waited for until the run has handed itself back. */
    @ParameterizedTest
    @ValueSource(longs = {0, 10_000})
    void whereItsNodeEndsBeforeItIsReadAnotherOneRunsIt(long closeTimeout) {
        Nodes.Node first =
                nodes.start(builder -> builder.waitingPayloads(0).closeTimeout(Duration.ofMillis(closeTimeout)));
        TaskType<String, String> type = type(first.tasks());
        Recorder recorder = invariants.record(first.tasks());
        first.tasks().queue("q").pause();
        waiting(first, type, "a", "payload a");
        first.store().failPayloads(true);
        first.tasks().queue("q").resume();
        recorder.await("a", TaskStatus.RUNNING);
        first.tasks().close();

        TaskManager second = node().tasks();
        Recorder later = invariants.record(second);
        var ignored = type(second);
        assertThat(later.await("a", TaskStatus.COMPLETED).run()).isEqualTo(1);
        assertThat(ran).containsExactly("a 1 payload a");
    }

    @Test
    void aDebounceGivesItAnotherOne() {
        Nodes.Node node = node();
        TaskManager tasks = node.tasks();
        TaskType<String, String> type = type(tasks);
        Recorder recorder = invariants.record(tasks);
        SubmitOptions late = SubmitOptions.builder()
                .id("a")
                .unique(Unique.debounce("k", Duration.ofSeconds(2), Duration.ofHours(1)))
                .build();
        TaskState first = tasks.submit(type, "first", late);
        awaitLetGo(node);
        assertThat(tasks.submit(
                                type,
                                "second",
                                SubmitOptions.builder()
                                        .unique(Unique.debounce("k", Duration.ofSeconds(2), Duration.ofHours(1)))
                                        .build())
                        .id())
                .isEqualTo(first.id());
        awaitLetGo(node);

        recorder.await("a", TaskStatus.COMPLETED);
        assertThat(ran).containsExactly("a 1 second");
    }

    @Test
    void oneThatWasCanceledIsStartedAgainWithIt() {
        Nodes.Node node = node();
        Nodes.Node other = nodes.start(builder -> builder.recent(0).slots(0));
        TaskManager tasks = node.tasks();
        TaskType<String, String> type = type(tasks);
        Recorder recorder = invariants.record(tasks);
        Recorder elsewhere = invariants.record(other.tasks());
        tasks.queue("q").pause();
        for (String id : List.of("a", "b")) {
            waiting(node, type, id, "payload " + id);
            assertThat(tasks.cancel(id)).isEqualTo(CancelOutcome.CANCELED);
            elsewhere.await(id, TaskStatus.CANCELED);
        }
        tasks.queue("q").resume();

        assertThat(tasks.start("a").name()).isIn("STARTED", "QUEUED");
        recorder.await("a", TaskStatus.COMPLETED);
        assertThat(other.tasks().start("b").name()).isEqualTo("QUEUED");
        recorder.await("b", TaskStatus.COMPLETED);
        assertThat(ran).containsExactly("a 1 payload a", "b 1 payload b");
    }

    @Test
    void inMemoryNothingIsLetGoOf() {
        TaskManager tasks = invariants.manager(builder -> builder.waitingPayloads(0));
        TaskType<String, String> type = type(tasks);
        Recorder recorder = invariants.record(tasks);
        tasks.queue("q").pause();
        TaskState ignored = tasks.submit(type, "payload", as("a"));
        tasks.queue("q").resume();

        recorder.await("a", TaskStatus.COMPLETED);
        assertThat(ran).containsExactly("a 1 payload");
    }

    @Test
    void aNegativeBoundIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskManager.builder().waitingPayloads(-1))
                .withMessage("waitingPayloads must be at least 0, got: -1");
    }
}
