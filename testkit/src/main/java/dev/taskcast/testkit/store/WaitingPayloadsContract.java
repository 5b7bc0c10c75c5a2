package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.task.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What tasks that wait were submitted with is in the tables, also where no node holds it any more. */
interface WaitingPayloadsContract extends Stored {
    private static TaskType<String, String> type(TaskManager tasks) {
        return tasks.type(
                "t",
                String.class,
                String.class,
                (ctx, payload) -> payload,
                TypeOptions.<String>builder()
                        .tasks(TaskOptions.builder().queue("q").build())
                        .build());
    }

    private static List<String> submit(TaskManager tasks, TaskType<String, String> type, int many) {
        return tasks
                .submitAll(
                        type,
                        IntStream.range(0, many).mapToObj(i -> "payload " + i).toList())
                .stream()
                .map(TaskState::id)
                .toList();
    }

    /** Whoever commits once the tables have all lets go. */
    private static void awaitLetGo(Node node) {
        long head = node.store().head();
        Waits.until("certainty", () -> node.store().resting().certain() >= head);
        node.tasks().queue("q").pause();
    }

    private static @Nullable Object result(TaskState ended) {
        assertThat(ended).isInstanceOf(Completed.class);
        return Objects.requireNonNull(((Completed) ended).result()).value();
    }

    private static void assertAllRun(TaskManager tasks, List<String> ids) {
        tasks.queue("q").resume();
        for (int i = 0; i < ids.size(); i++) {
            TaskState ended = Waits.ended(tasks, ids.get(i));
            assertThat(ended.run()).isEqualTo(1);
            assertThat(result(ended)).isEqualTo("payload " + i);
        }
    }

    private static Command.Register waiting(String id, Object payload) {
        return new Command.Register(
                new TaskIdentity(id, "t", null, null, null, List.of()),
                Terms.DEFAULT,
                History.payload(payload),
                new Waiting.ForSlot(0, 0, null, null));
    }

    @Test
    default void asManyPayloadsAreReadAsAreWantedAndTheOthersAreGivenWhenTheyAreAskedFor() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        List<TaskRow> rows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rows.add(history.submit("w" + i, waiting("w" + i, "p".repeat(20) + i)));
        }
        history.submit(
                "r",
                new Command.Register(
                        new TaskIdentity("r", "r", null, null, null, List.of()),
                        Terms.DEFAULT,
                        null,
                        Waiting.ForStart.FIRST));
        Stored.append(store, history);
        store.flush();
        crash(store);

        TaskStore next = opened(newStore());
        Opened found = next.open(new Opening("node-2", LEAST + 1_000_000, 0, 10, 100, Duration.ofSeconds(10)));
        assertThat(found.rows()).filteredOn(TaskRow::mayLeavePayload).containsExactly(rows.get(0));
        assertThat(found.rows()).filteredOn(TaskRow::isPayloadInStore).hasSize(4);
        assertThat(found.rows()).filteredOn(row -> row.payload() == null).hasSize(1);
        Map<Long, Payload> payloads = next.resting()
                .payloads(found.rows().stream().map(TaskRow::created).toList());
        assertThat(payloads).hasSize(5);
        rows.forEach(row -> assertThat(payloads).containsEntry(row.created(), row.payload()));
        assertThat(next.resting().payloads(List.of(1L))).isEmpty();
    }

    @Test
    default void whatIsChangedByWhoHasLetGoOfThePayloadKeepsIt() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        TaskRow first = history.submit("a", waiting("a", "x".repeat(200)));
        TaskRow other = history.submit("b", waiting("b", "y".repeat(200)));
        Stored.append(store, history);
        store.flush();
        store.close();

        TaskStore second = opened(newStore());
        History light =
                new History(second.open(new Opening("node-2", LEAST + 1_000_000, 0, 10, 0, Duration.ofSeconds(10))));
        assertThat(light.row("a").isPayloadInStore()).isTrue();
        long fence = light.start("a", "node-2").fence();
        light.submit("a", new Command.Complete(fence, null, List.of()));
        light.submit("b", new Command.Cancel());
        Stored.append(second, light);
        assertThat(second.resting().payloads(List.of(first.created())))
                .as("before it is flushed")
                .containsEntry(first.created(), first.payload());
        second.flush();
        assertThat(second.resting().find(List.of("a", "b")))
                .allSatisfy(row -> assertThat(row.state().status().isTerminal()).isTrue())
                .extracting(TaskRow::payload)
                .containsExactlyInAnyOrder(first.payload(), other.payload());
        crash(second);

        assertThat(opened(newStore()).open(opening("node-3")).rows())
                .extracting(TaskRow::payload)
                .containsExactly(first.payload(), other.payload());
    }

    @Test
    default void whatWasLetGoOfIsThereWhenTheRunsBegin() {
        Node node = start(builder -> builder.waitingPayloads(0));
        TaskType<String, String> type = type(node.tasks());
        node.tasks().queue("q").pause();
        List<String> ids = submit(node.tasks(), type, 3_000);
        awaitLetGo(node);

        assertAllRun(node.tasks(), ids);
        assertThat(node.store().payloadsRead()).isGreaterThanOrEqualTo(3_000);
    }

    @Test
    default void whatWasLetGoOfIsThereAfterAKill() {
        Node first = start(builder -> builder.waitingPayloads(0));
        TaskType<String, String> type = type(first.tasks());
        first.tasks().queue("q").pause();
        List<String> ids = new ArrayList<>(submit(first.tasks(), type, 200));
        awaitLetGo(first);
        assertThat(first.tasks().cancel(ids.get(0)).name()).isEqualTo("CANCELED");
        kill(first);

        Node last = start(builder -> builder.waitingPayloads(0));
        TaskManager second = last.tasks();
        var ignored = type(second);
        String canceled = ids.removeFirst();
        second.queue("q").resume();
        for (int i = 0; i < ids.size(); i++) {
            assertThat(result(Waits.ended(second, ids.get(i)))).isEqualTo("payload " + (i + 1));
        }
        assertThat(second.start(canceled).name()).isIn("STARTED", "QUEUED");
        TaskState again = Waits.until(second, canceled, state -> state instanceof Completed);
        assertThat(result(again)).isEqualTo("payload 0");
        assertThat(last.store().payloadsRead())
                .as("of those that waited; the canceled one may be held with its own")
                .isGreaterThanOrEqualTo(ids.size());
    }
}
