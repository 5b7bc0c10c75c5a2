package dev.taskcast.testkit.store;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Lines;
import dev.taskcast.store.RunProgress;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept beside the journal: progress, runs, lines, and which tasks are gone. */
interface DetailContract extends Stored {
    @Test
    default void progressOfARunIsThere() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        history.start("a", NODE);
        history.make("b");
        history.start("b", NODE);
        append(store, history);
        store.records()
                .progress(List.of(
                        new RunProgress(history.row("a").fence(), Samples.progress()),
                        new RunProgress(history.row("b").fence(), new TaskProgress("b"))));
        history.complete("b");
        history.start("b", NODE);
        append(store, history);
        store.records().progress(List.of(new RunProgress(history.row("a").fence(), new TaskProgress("newer", 1, 3))));
        crash(store);

        List<TaskRow> rows = opened(newStore()).open(opening("node-2")).rows();

        assertThat(rows.get(0).state())
                .isInstanceOfSatisfying(
                        Running.class,
                        running -> assertThat(running.progress()).isEqualTo(new TaskProgress("newer", 1, 3)));
        assertThat(rows.get(1)).isEqualTo(history.row("b"));
    }

    @Test
    default void curvesAreThereInTheOrderOfTheirLastChanges() {
        TaskStore store = opened(newStore());
        store.open(opening(NODE));
        assertThat(store.records().curves()).isEmpty();
        byte[] first = {1, 0, -1};
        byte[] second = {2};
        byte[] newest = {3, 3};
        store.records().keepCurves(Map.of("a", first));
        store.records().keepCurves(Map.of("b", second));
        store.records().keepCurves(Map.of("a", newest));
        assertThat(store.records().curves().keySet()).containsExactly("b", "a");
        crash(store);

        TaskStore next = opened(newStore());
        next.open(opening("node-2"));
        assertThat(next.records().curves()).containsExactly(Map.entry("b", second), Map.entry("a", newest));
    }

    @Test
    default void curvesOfTheTypesThatChangedLastAreKept() {
        TaskStore store = opened(newStore());
        store.open(opening(NODE));
        Map<String, byte[]> many = IntStream.range(0, 2_000).boxed().collect(Collectors.toMap(i -> "type-" + i, i ->
                new byte[] {i.byteValue()}));
        store.records().keepCurves(Map.of("old", new byte[] {1}));
        store.records().keepCurves(many);
        store.records().keepCurves(Map.of("new", new byte[] {2}));
        assertThat(store.records().curves().keySet())
                .contains("new")
                .doesNotContain("old")
                .hasSizeBetween(1_000, 2_001);
    }

    @Test
    default void runsAreToldOfBeforeAndAfterAFlush() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        history.start("a", NODE);
        history.submit("a", new Command.Fail(history.row("a").fence(), "first\u0000", "trace 1\u0000", null));
        append(store, history);
        long created = history.row("a").created();
        TaskRun first = store.records().runs(created, 10).getFirst();
        assertThat(first.run()).isEqualTo(1);
        assertThat(first.outcome()).isEqualTo(TaskStatus.ERROR);
        assertThat(first.node()).isEqualTo(NODE);
        assertThat(first.error()).isEqualTo("first\u0000");
        assertThat(first.stackTrace()).isEqualTo("trace 1\u0000");

        store.flush();
        assertThat(store.records().runs(created, 10)).containsExactly(first);

        history.start("a", "node-5");
        append(store, history);
        assertThat(store.records().runs(created, 10)).containsExactly(first);
        store.flush();
        assertThat(store.records().runs(created, 10)).containsExactly(first);

        history.complete("a");
        append(store, history);
        history.submit("a", new Command.Enqueue(0, false));
        append(store, history);
        List<TaskRun> both = store.records().runs(created, 10);
        assertThat(both).extracting(TaskRun::run).containsExactly(2, 1);
        assertThat(both.getFirst().node()).isEqualTo("node-5");
        assertThat(both.getFirst().stackTrace()).isNull();
        store.flush();
        assertThat(store.records().runs(created, 10)).isEqualTo(both);
        assertThat(store.records().runs(created, 1)).isEqualTo(both.subList(0, 1));

        history.submit("a", new Command.Unregister());
        append(store, history);
        store.flush();
        assertThat(store.records().runs(created, 10)).isEmpty();
    }

    @Test
    default void linesAreKept() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        long created = history.make("a").created();
        append(store, history);
        for (int from = 1; from <= 5_000; from += 100) {
            store.records()
                    .addLines(List.of(new Lines(
                            created,
                            1,
                            from,
                            IntStream.range(from, from + 100)
                                    .mapToObj(i -> "line " + i + " \u0000ü")
                                    .toList())));
        }
        List<String> kept = store.records().lines(created).stream()
                .flatMap(chunk -> chunk.lines().stream())
                .toList();
        assertThat(kept).hasSize(1_000);
        assertThat(kept.getFirst()).isEqualTo("line 4001 \u0000ü");
        assertThat(kept.getLast()).isEqualTo("line 5000 \u0000ü");

        store.records().addLines(List.of(new Lines(created, 2, 1, List.of("second run"))));
        assertThat(store.records().lines(created)).containsExactly(new Lines(created, 2, 1, List.of("second run")));

        history.submit("a", new Command.Unregister());
        append(store, history);
        store.flush();
        assertThat(store.records().lines(created)).isEmpty();
    }

    @Test
    default void whatIsGoneIsRemembered() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        history.submit("a", new Command.Unregister());
        history.make("b");
        append(store, history);
        assertThat(store.isGone("a")).isTrue();
        assertThat(store.isGone("b")).isFalse();
        store.flush();
        history.submit("b", new Command.Unregister());
        append(store, history);
        crash(store);

        TaskStore again = opened(newStore());
        again.open(opening("node-2"));

        assertThat(again.isGone("a")).isTrue();
        assertThat(again.isGone("b")).isTrue();
        assertThat(again.isGone("c")).isFalse();
    }

    @Test
    default void progressOfANodeIsThereUntilItHasTakenItsLeave() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        long fence = history.start("a", NODE).fence();
        append(store, history);
        store.records().progress(List.of(new RunProgress(fence, Samples.progress())));
        crash(store);

        TaskStore next = opened(newStore());
        next.open(opening("node-2"));

        assertThat(next.records().progressOf(NODE)).containsExactly(new RunProgress(fence, Samples.progress()));
        assertThat(next.records().progressOf("node-9")).isEmpty();
        next.nodes().leave(Set.of(NODE));
        assertThat(next.records().progressOf(NODE)).isEmpty();
    }

    @Test
    default void nothingIsKnownOfATaskThatNeverWas() {
        TaskStore store = opened(newStore());
        store.open(opening(NODE));

        assertThat(store.records().runs(LEAST + 1, 10)).isEmpty();
        assertThat(store.records().lines(LEAST + 1)).isEmpty();
        assertThat(store.isGone("a")).isFalse();
    }
}
