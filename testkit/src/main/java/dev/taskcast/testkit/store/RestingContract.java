package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskcast.TaskManager;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.RestingTasks;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.ForgetOutcome;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskPage;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tasks that have ended are found although nobody holds them, and are woken as they were. */
interface RestingContract extends Stored {
    private static TaskType<Integer, Integer> type(TaskManager tasks) {
        return tasks.type("t", Integer.class, Integer.class, (ctx, payload) -> {
            int before = ctx.durable().lastCheckpoint(Integer.class).orElse(0);
            ctx.durable().checkpoint(before + 1);
            ctx.log("run " + ctx.run());
            if (payload < 0) {
                throw new IllegalStateException("after " + before);
            }
            return 2 * payload;
        });
    }

    private static void submit(TaskManager tasks, TaskType<Integer, Integer> type, String id, int payload) {
        TaskState ignored =
                tasks.submit(type, payload, SubmitOptions.builder().id(id).build());
        TaskState ended = Waits.ended(tasks, id);
        assertThat(ended.run()).isEqualTo(1);
    }

    private static List<String> held(TaskManager tasks) {
        return tasks.getAllStates().stream().map(TaskState::id).toList();
    }

    private static void awaitHeld(TaskManager tasks, String... ids) {
        Waits.until("what is held", () -> held(tasks).equals(List.of(ids)));
    }

    /** Rows of tasks that have ended, one after the other; the first has failed. */
    private static List<TaskRow> ended(TaskStore store, History history, int many) {
        List<TaskRow> rows = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            String id = "e" + i;
            history.submit(
                    id,
                    new Command.Register(
                            new TaskIdentity(id, "t", null, null, null, List.of()),
                            Terms.DEFAULT,
                            History.payload(i),
                            new Waiting.ForSlot(0, 0, null, null)));
            long fence = history.start(id, NODE).fence();
            if (i == 0) {
                history.submit(id, new Command.Note(fence, "n", History.payload(1)));
                history.submit(id, new Command.Fail(fence, "no", null, null));
            } else {
                history.submit(id, new Command.Complete(fence, null, List.of()));
            }
            rows.add(history.row(id));
        }
        Stored.append(store, history);
        store.flush();
        return rows;
    }

    @Test
    default void theTablesSayWhatTheyHaveForCertain() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        RestingTasks resting = store.resting();
        assertThat(resting.certain()).isLessThan(LEAST);
        List<TaskRow> rows = ended(store, history, 5);
        long flushed = history.head();

        assertThat(resting.certain()).as("it may not be on disk yet").isLessThanOrEqualTo(flushed);
        history.make("more");
        Stored.append(store, history);
        assertThat(resting.certain()).isEqualTo(flushed);
        store.flush();
        store.flush();
        assertThat(resting.certain()).as("also where nothing more is appended").isEqualTo(history.head());
        assertThat(resting.find(List.of("e0", "e3", "more", "unknown")))
                .filteredOn(TaskRow::mayRest)
                .containsExactlyInAnyOrder(rows.get(0), rows.get(3));
        assertThat(resting.oldest(0, 3)).extracting(TaskRow::id).containsExactly("e0", "e1", "e2");
        assertThat(resting.oldest(3, 10)).extracting(TaskRow::id).containsExactly("e0", "e1");
        assertThat(resting.oldest(5, 10)).isEmpty();
    }

    @Test
    default void asManyAreReadAsAreWanted() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        List<TaskRow> rows = ended(store, history, 20);
        history.make("lives");
        Stored.append(store, history);
        store.flush();
        crash(store);

        Opened opened = opened(newStore()).open(new Opening("node-2", LEAST + 1_000_000, 0, 2, Duration.ofSeconds(10)));
        assertThat(opened.rows()).filteredOn(TaskRow::mayRest).containsExactlyElementsOf(rows.subList(18, 20));
        assertThat(opened.rows()).extracting(TaskRow::id).contains("lives");
    }

    @Test
    default void whatWasNotFlushedIsBroughtUpFromTheJournal() {
        Node first = start(builder -> builder.recent(0));
        TaskType<Integer, Integer> type = type(first.tasks());
        submit(first.tasks(), type, "a", -1);
        submit(first.tasks(), type, "b", 1);
        awaitHeld(first.tasks());
        var ignored = first.tasks().start("a");
        Waits.until(first.tasks(), "a", state -> state.run() == 2 && state instanceof TaskState.Failed);
        assertThat(first.tasks().unregister("b")).isTrue();
        kill(first);

        TaskManager second = start(builder -> builder.recent(0)).tasks();
        assertThat(second.getState("a"))
                .hasValueSatisfying(
                        state -> assertThat(((TaskState.Failed) state).error()).isEqualTo("after 1"));
        assertThat(second.getRuns("a", 10)).hasSize(2);
        assertThat(second.getState("b")).isEmpty();
        assertThat(second.getRuns("b", 10)).isEmpty();
    }

    @Test
    default void aTaskThatRestsIsAsIfItWereHeld() {
        TaskManager tasks = start(builder -> builder.recent(1)).tasks();
        TaskType<Integer, Integer> type = type(tasks);
        for (String id : List.of("a", "b", "c")) {
            submit(tasks, type, id, 1);
        }
        awaitHeld(tasks, "c");

        assertThat(tasks.getState("a"))
                .hasValueSatisfying(state -> assertThat(state)
                        .isInstanceOfSatisfying(
                                Completed.class, done -> assertThat(done.run()).isEqualTo(1)));
        assertThatExceptionOfType(TaskExistsException.class)
                .isThrownBy(() ->
                        tasks.submit(type, 1, SubmitOptions.builder().id("a").build()));
        var ignored = tasks.start("a");
        Waits.until(tasks, "a", state -> state.run() == 2 && state instanceof Completed);
        awaitHeld(tasks, "a");
        assertThat(tasks.getRuns("a", 10)).hasSize(2);
        assertThat(tasks.unregister("b")).isTrue();
        assertThat(tasks.getState("b")).isEmpty();
        submit(tasks, type, "b", 1);
        assertThat(tasks.getRuns("b", 10)).hasSize(1);
    }

    @Test
    default void whatRestsIsForgottenByItsId() {
        Node node = start(builder -> builder.recent(0));
        TaskManager tasks = node.tasks();
        TaskType<Integer, Integer> type = type(tasks);
        submit(tasks, type, "a", 1);
        submit(tasks, type, "b", 1);
        awaitHeld(tasks);
        assertThat(tasks.forget("a")).isEqualTo(ForgetOutcome.FORGOTTEN);
        assertThat(tasks.forget("a")).isEqualTo(ForgetOutcome.UNKNOWN);
        assertThat(tasks.getState("a")).isEmpty();
        kill(node);

        TaskManager second = start(builder -> builder.recent(0)).tasks();
        assertThat(second.getState("a")).isEmpty();
        assertThat(second.getState("b")).isPresent();
    }

    @Test
    default void anIdMayGoAndComeBackBetweenTwoFlushes() {
        TaskManager tasks = start(builder -> builder.recent(0)).tasks();
        TaskType<Integer, Integer> type = type(tasks);
        submit(tasks, type, "a", 1);
        awaitHeld(tasks);
        for (int i = 0; i < 20; i++) {
            assertThat(tasks.unregister("a")).isTrue();
            submit(tasks, type, "a", i);
        }
        awaitHeld(tasks);
        assertThat(tasks.getState("a"))
                .hasValueSatisfying(
                        state -> assertThat(((Completed) state).run()).isEqualTo(1));
    }

    private static List<String> pages(TaskManager tasks, TaskQuery.Builder query) {
        TaskQuery first = query.limit(5).build();
        List<String> found = new ArrayList<>();
        TaskPage page = tasks.find(first);
        page.states().forEach(state -> found.add(state.id()));
        for (String next = page.next(); next != null; next = page.next()) {
            page = tasks.find(first.after(next));
            page.states().forEach(state -> found.add(state.id()));
        }
        return found;
    }

    @Test
    default void pagesHaveWhatIsHeldAndWhatRests() {
        TaskManager tasks = start(builder -> builder.recent(2)).tasks();
        TaskType<Integer, Integer> type = type(tasks);
        List<String> ids = IntStream.range(0, 12).mapToObj(i -> "t" + i).toList();
        for (int i = 0; i < ids.size(); i++) {
            submit(tasks, type, ids.get(i), i % 3 == 0 ? -1 : i);
        }
        tasks.register("lives", ctx -> {});
        awaitHeld(tasks, "t10", "t11", "lives");

        assertThat(pages(tasks, TaskQuery.builder().types("t"))).containsExactlyElementsOf(ids);
        assertThat(pages(tasks, TaskQuery.builder().types("t").sort(TaskSort.ENDED_DESC)))
                .containsExactlyElementsOf(ids.reversed());
        assertThat(pages(tasks, TaskQuery.builder().statuses(TaskStatus.ERROR)))
                .containsExactly("t0", "t3", "t6", "t9");
        assertThat(pages(tasks, TaskQuery.builder())).hasSize(13).contains("lives");
        assertThat(tasks.find(TaskQuery.builder().types("t").limit(1).build()).about())
                .isEqualTo(12);
    }

    @Test
    default void thousandsAreLetGoOfAndAllAreKnown() {
        TaskManager tasks = start(builder -> builder.recent(100)).tasks();
        TaskType<Integer, Integer> type = type(tasks);
        List<String> ids = tasks
                .submitAll(type, IntStream.range(0, 3_000).boxed().toList())
                .stream()
                .map(TaskState::id)
                .toList();
        Waits.until(
                "what is held",
                () -> tasks.getAllStates().size() == 100
                        && tasks.getAllStates().stream()
                                .allMatch(state -> state.status().isTerminal()));
        assertThat(ids)
                .allSatisfy(id -> assertThat(tasks.getState(id))
                        .hasValueSatisfying(state -> assertThat(state).isInstanceOf(Completed.class)));
    }
}
