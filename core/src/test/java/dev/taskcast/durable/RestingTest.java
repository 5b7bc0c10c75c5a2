package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskcast.Await;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.Recorder;
import dev.taskcast.TaskManager;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskPage;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.task.Unique;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ended tasks that the heap does not hold. */
class RestingTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final SharedJournal journal = SharedJournal.ofManyNodes();
    private final Nodes nodes = new Nodes(invariants, journal);
    private final Queue<String> ran = new ConcurrentLinkedQueue<>();

    private TaskType<Integer, Integer> doubles(TaskManager tasks) {
        return tasks.type("doubles", Integer.class, Integer.class, (ctx, payload) -> {
            ran.add(ctx.id() + " " + ctx.run() + " " + payload);
            ctx.log("run " + ctx.run());
            return 2 * payload;
        });
    }

    private static SubmitOptions as(String id) {
        return SubmitOptions.builder().id(id).build();
    }

    private static List<String> held(TaskManager tasks) {
        return tasks.getAllStates().stream().map(TaskState::id).toList();
    }

    private static void awaitHeld(TaskManager tasks, String... ids) {
        Awaitility.await("what is held")
                .atMost(Await.LIMIT)
                .untilAsserted(() -> assertThat(held(tasks)).containsExactly(ids));
    }

    private static void awaitRun(Recorder recorder, String id, int run) {
        recorder.await(
                id + " in run " + run,
                change -> change instanceof TaskChange.Updated told
                        && told.state() instanceof Completed done
                        && done.id().equals(id)
                        && done.run() == run);
    }

    /** Runs some, and waits until they rest. */
    private Recorder rested(TaskManager tasks, String... ids) {
        TaskType<Integer, Integer> type = doubles(tasks);
        Recorder recorder = invariants.record(tasks);
        for (int i = 0; i < ids.length; i++) {
            TaskState ignored = tasks.submit(type, i, as(ids[i]));
            recorder.await(ids[i], TaskStatus.COMPLETED);
        }
        awaitHeld(tasks);
        return recorder;
    }

    @Test
    void theNewestAreHeldAndAllAreKnown() {
        TaskManager tasks = nodes.start(builder -> builder.recent(2)).tasks();
        TaskType<Integer, Integer> type = doubles(tasks);
        Recorder recorder = invariants.record(tasks);
        for (int i = 1; i <= 5; i++) {
            TaskState ignored = tasks.submit(type, i, as("t" + i));
            recorder.await("t" + i, TaskStatus.COMPLETED);
        }

        awaitHeld(tasks, "t4", "t5");
        for (int i = 1; i <= 5; i++) {
            assertThat(tasks.getState("t" + i))
                    .hasValueSatisfying(state -> assertThat(state).isInstanceOf(Completed.class));
            assertThat(tasks.getRuns("t" + i, 10)).hasSize(1);
            assertThat(tasks.cancel("t" + i)).isEqualTo(CancelOutcome.NOT_RUNNING);
        }
        assertThat(tasks.getState("t6")).isEmpty();
        assertThat(tasks.cancel("t6")).isEqualTo(CancelOutcome.UNKNOWN);
        assertThat(recorder.changes())
                .as("nothing is told of it")
                .noneMatch(change -> change instanceof TaskChange.Removed);
    }

    @Test
    void whoeverIsStartedAgainIsAsItWas() {
        TaskManager tasks = nodes.start(builder -> builder.recent(0)).tasks();
        Recorder recorder = rested(tasks, "a", "b");

        assertThat(tasks.start("b").name()).isIn("STARTED", "QUEUED");
        awaitRun(recorder, "b", 2);

        assertThat(ran).containsExactly("a 1 0", "b 1 1", "b 2 1");
        awaitHeld(tasks);
        assertThat(tasks.getRuns("b", 10)).hasSize(2);
    }

    @Test
    void anIdThatRestsIsTaken() {
        TaskManager tasks = nodes.start(builder -> builder.recent(0)).tasks();
        var ignored = rested(tasks, "a");
        TaskType<Integer, Integer> other = tasks.type("other", Integer.class, Integer.class, (ctx, payload) -> payload);

        assertThatExceptionOfType(TaskExistsException.class).isThrownBy(() -> tasks.submit(other, 1, as("a")));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> tasks.register("a", ctx -> {}))
                .withMessageContaining("already registered");
        assertThat(tasks.unregister("a")).isTrue();
        assertThat(tasks.getState("a")).isEmpty();
        assertThat(tasks.unregister("a")).isFalse();
        assertThat(tasks.submit(other, 1, as("a")).identity().type()).isEqualTo("other");
    }

    @Test
    void oneThatIsTakenAwayIsGoneForThoseWhoWatch() {
        TaskManager tasks = nodes.start(builder -> builder.recent(0)).tasks();
        Recorder recorder = rested(tasks, "a");

        assertThat(tasks.unregister("a")).isTrue();
        recorder.awaitRemoved("a");
    }

    @Test
    void aNodeThatDoesNotHoldATaskFollowsOneThatDoes() {
        TaskManager holds = nodes.start(builder -> builder.recent(100)).tasks();
        TaskType<Integer, Integer> type = doubles(holds);
        TaskManager lets = nodes.start(builder -> builder.recent(0).slots(0)).tasks();
        Recorder recorder = invariants.record(lets);
        for (String id : List.of("a", "b")) {
            TaskState ignored = holds.submit(type, 1, as(id));
            recorder.await(id, TaskStatus.COMPLETED);
        }
        awaitHeld(lets);

        assertThat(holds.start("a").name()).isIn("STARTED", "QUEUED");
        awaitRun(recorder, "a", 2);
        assertThat(holds.unregister("b")).isTrue();
        recorder.awaitRemoved("b");
        assertThat(lets.getState("b")).isEmpty();
        assertThat(lets.start("a").name()).isEqualTo("QUEUED");
        awaitRun(recorder, "a", 3);
        assertThat(ran).containsExactly("a 1 1", "b 1 1", "a 2 1", "a 3 1");
    }

    @Test
    void whatWasNotedIsThereWhenItIsTriedAgain() {
        TaskManager tasks = nodes.start(builder -> builder.recent(0)).tasks();
        AtomicInteger done = new AtomicInteger();
        TaskType<Integer, Integer> type = tasks.type("steps", Integer.class, Integer.class, (ctx, payload) -> {
            int once = ctx.durable().once("step", done::incrementAndGet);
            if (ctx.run() == 1) {
                throw new IllegalStateException("not yet");
            }
            return once;
        });
        Recorder recorder = invariants.record(tasks);
        TaskState ignored = tasks.submit(type, 1, as("a"));
        recorder.await("a", TaskStatus.ERROR);
        awaitHeld(tasks);
        assertThat(tasks.getState("a"))
                .hasValueSatisfying(
                        state -> assertThat(((Failed) state).error()).isEqualTo("not yet"));

        assertThat(tasks.start("a").name()).isIn("STARTED", "QUEUED");
        awaitRun(recorder, "a", 2);
        assertThat(done).hasValue(1);
    }

    @Test
    void aKeyThatIsTakenForAPeriodIsHeld() {
        TaskManager tasks = nodes.start(builder -> builder.recent(0)).tasks();
        TaskType<Integer, Integer> type = doubles(tasks);
        Recorder recorder = invariants.record(tasks);
        SubmitOptions once = SubmitOptions.builder()
                .unique(Unique.join("k").during(Duration.ofHours(1)))
                .build();
        String id = tasks.submit(type, 1, once).id();
        recorder.await(id, TaskStatus.COMPLETED);
        TaskState ignored = tasks.submit(type, 2, as("a"));
        recorder.await("a", TaskStatus.COMPLETED);

        awaitHeld(tasks, id);
        assertThat(tasks.submit(type, 3, once).id()).isEqualTo(id);
    }

    @Test
    void whatIsKeptAndWhatIsRegisteredIsHeld() {
        TaskManager tasks = nodes.start(builder -> builder.recent(0)).tasks();
        TaskType<Integer, Integer> kept = tasks.type(
                "kept",
                Integer.class,
                Integer.class,
                (ctx, payload) -> payload,
                TypeOptions.<Integer>builder()
                        .tasks(TaskOptions.builder().keep().build())
                        .build());
        Recorder recorder = rested(tasks, "a");
        tasks.register("r", ctx -> {});
        assertThat(tasks.start("r").name()).isEqualTo("STARTED");
        recorder.await("r", TaskStatus.COMPLETED);
        TaskState ignored = tasks.submit(kept, 1, as("k"));
        recorder.await("k", TaskStatus.COMPLETED);
        TaskState more = tasks.submit(kept, 1, as("l"));
        recorder.await(more.id(), TaskStatus.COMPLETED);

        awaitHeld(tasks, "r", "k", "l");
    }

    @Test
    void whatIsTooMuchIsForgottenAlthoughItRests() {
        TaskManager tasks =
                nodes.start(builder -> builder.recent(1).maxHistory(3)).tasks();
        TaskType<Integer, Integer> type = doubles(tasks);
        Recorder recorder = invariants.record(tasks);
        for (int i = 1; i <= 8; i++) {
            TaskState ignored = tasks.submit(type, i, as("t" + i));
            recorder.await("t" + i, TaskStatus.COMPLETED);
        }

        for (int i = 1; i <= 5; i++) {
            recorder.awaitRemoved("t" + i);
            assertThat(tasks.getState("t" + i)).isEmpty();
        }
        for (int i = 6; i <= 8; i++) {
            assertThat(tasks.getState("t" + i)).isPresent();
        }
    }

    @Test
    void whatIsTooOldIsForgottenAlthoughItRests() {
        TaskManager tasks = nodes.start(builder -> builder.recent(0).maxHistoryAge(Duration.ofSeconds(2)))
                .tasks();
        Recorder recorder = rested(tasks, "a");

        recorder.awaitRemoved("a");
        assertThat(tasks.getState("a")).isEmpty();
    }

    @Test
    void aPageHasWhatIsHeldWhileTheStoreIsAway() {
        Nodes.Node node = nodes.start(builder -> builder.recent(0));
        var ignored = rested(node.tasks(), "a");
        node.tasks().register("lives", ctx -> {});
        TaskQuery all = TaskQuery.builder().build();
        assertThat(node.tasks().find(all).isPartial()).isFalse();
        node.store().down(true);

        TaskPage page = node.tasks().find(all);
        assertThat(page.states()).extracting(TaskState::id).containsExactly("lives");
        assertThat(page.isPartial()).isTrue();
        assertThat(page.isAboutMore()).isTrue();
        node.store().down(false);
        assertThat(node.tasks().find(all).states()).extracting(TaskState::id).containsExactly("a", "lives");
    }

    @Test
    void aNodeThatStartsHoldsTheNewest() {
        TaskManager first = nodes.start().tasks();
        TaskType<Integer, Integer> type = doubles(first);
        Recorder recorder = invariants.record(first);
        for (String id : List.of("a", "b", "c")) {
            TaskState ignored = first.submit(type, 1, as(id));
            recorder.await(id, TaskStatus.COMPLETED);
        }

        TaskManager next = nodes.start(builder -> builder.recent(1)).tasks();
        assertThat(held(next)).containsExactly("c");
        assertThat(next.getState("a")).isPresent();
    }

    @Test
    void whoAsksWhileTheStoreIsAwayIsToldSo() {
        Nodes.Node node = nodes.start(builder -> builder.recent(0).storeTimeout(Duration.ofMillis(300)));
        var ignored = rested(node.tasks(), "a");
        node.store().down(true);

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> node.tasks().getState("a"));
        node.store().down(false);
        assertThat(node.tasks().getState("a")).isPresent();
    }

    @Test
    void whoAsksWhileNothingAnswersIsToldOfTheClose() throws Exception {
        Nodes.Node node = nodes.start(builder -> builder.recent(0));
        var ignored = rested(node.tasks(), "a");
        node.store().stall();
        AtomicInteger told = new AtomicInteger();
        Thread asks = Thread.ofPlatform().start(() -> {
            try {
                assertThat(node.tasks().getState("a")).as("told nothing").isNull();
            } catch (IllegalStateException closed) {
                told.incrementAndGet();
            }
        });
        Thread closes = Thread.ofPlatform().start(node.tasks()::close);
        try {
            assertThat(asks.join(Await.LIMIT)).isTrue();
            assertThat(told).hasValue(1);
        } finally {
            node.store().goOnAtAll();
        }
        assertThat(closes.join(Await.LIMIT)).isTrue();
    }
}
