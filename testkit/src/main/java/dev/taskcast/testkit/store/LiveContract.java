package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.store.Batch;
import dev.taskcast.store.Lines;
import dev.taskcast.store.LiveRun;
import dev.taskcast.store.LiveRuns;
import dev.taskcast.store.LiveRuns.Watchers;
import dev.taskcast.store.LiveRuns.Written;
import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.NodeSign;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.Watched;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskStep;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What nodes on one store tell each other of runs that somebody watches. */
interface LiveContract extends Stored {
    /** Of which each field is set. */
    Watched ALL_KINDS = new Watched(
            Long.MAX_VALUE - 1,
            true,
            Set.of("a \n\"\u2028", "b"),
            Set.of("ann"),
            Set.of("t1", "t2"),
            Set.of("type"),
            Set.of("lines"));

    private static Watched tasks(String... ids) {
        return new Watched(1, false, Set.of(ids), Set.of(), Set.of(), Set.of(), Set.of());
    }

    private static LiveRun at(long current) {
        return new LiveRun(11, 12, new TaskProgress("on", current, 1_000), null);
    }

    private TaskStore open(String node) {
        TaskStore store = opened(newStore());
        store.open(opening(node));
        return store;
    }

    private static long versionFor(TaskStore store, String self) {
        return store.nodes().renew(NodeAbout.NOTHING).nodes().stream()
                .filter(sign -> !sign.node().equals(self))
                .mapToLong(NodeSign::watch)
                .sum();
    }

    @Test
    default void nodesAreToldWhatOthersWatch() throws Exception {
        TaskStore store1 = open("node-1");
        TaskStore store2 = open("node-2");
        TaskStore store3 = open("node-3");
        assertThat(store1.live().watchers()).isEqualTo(new Watchers(0, Map.of()));
        assertThat(versionFor(store1, "node-1")).isZero();
        CountDownLatch hinted = new CountDownLatch(1);
        store1.live().onWatch(hinted::countDown);

        long own = store2.live().watch(ALL_KINDS);
        assertThat(own).isEqualTo(versionFor(store1, "node-1"));
        assertThat(hinted.await(30, TimeUnit.SECONDS)).isTrue();
        Watchers first = store1.live().watchers();
        assertThat(first.byNode()).isEqualTo(Map.of("node-2", ALL_KINDS));
        assertThat(versionFor(store1, "node-1")).isEqualTo(first.version()).isNotZero();
        store3.live().watch(tasks("x"));
        Watchers second = store1.live().watchers();
        assertThat(second.byNode()).isEqualTo(Map.of("node-2", ALL_KINDS, "node-3", tasks("x")));
        assertThat(second.version()).isNotEqualTo(first.version());
        assertThat(store1.live().write(List.of(at(1)))).isEqualTo(second.version());
        assertThat(store2.live().watchers().byNode()).isEqualTo(Map.of("node-3", tasks("x")));
        store3.live().watch(tasks("x"));
        assertThat(store1.live().write(List.of(at(2)))).isNotEqualTo(second.version());

        assertThat(store3.live().watch(Watched.NOTHING)).isZero();
        assertThat(store1.live().watchers()).isEqualTo(first);
        store1.nodes().leave(Set.of("node-2"));
        assertThat(store1.live().watchers()).isEqualTo(new Watchers(0, Map.of()));
        assertThat(store1.live().write(List.of(at(3)))).isZero();
        store2.nodes().renew(NodeAbout.NOTHING);
        assertThat(versionFor(store1, "node-1"))
                .as("of a node that is back, and to say it again")
                .isZero();
    }

    @Test
    default void whatANodeTellsIsReadOnceByEachOther() {
        TaskStore store1 = open("node-1");
        TaskStore store2 = open("node-2");
        LiveRuns reader = store2.live();
        assertThat(reader.newest()).isEmpty();
        assertThat(reader.read(Map.of("node-1", 0L))).isEmpty();
        assertThat(reader.read(Map.of())).isEmpty();

        TaskProgress whole = new TaskProgress(
                "half \ud83d\ude00 \u0000 \"\n",
                50,
                100,
                TaskProgress.Unit.BYTES,
                new TaskProgress.Pace(12.5, 4_000).between(3_000, 9_000),
                List.of(
                        new TaskStep("copy", 0, TaskStatus.RUNNING, "files", 1, 2),
                        new TaskStep("one", 1, TaskStatus.COMPLETED, null, Double.NaN, Double.NaN)));
        TaskProgress usual = new TaskProgress("slow").with(TaskProgress.Pace.usually(Double.NaN, 70_000));
        Lines lines = new Lines(21, 3, 7, List.of("", "a \n b", "\u2028"));
        List<LiveRun> news = List.of(
                new LiveRun(11, 12, whole, null),
                new LiveRun(21, 22, usual, lines),
                new LiveRun(31, 32, null, new Lines(31, 1, 1, List.of("x"))));
        assertThat(store1.live().write(news)).isZero();
        assertThat(reader.newest()).isEqualTo(Map.of("node-1", 1L));
        assertThat(store1.live().newest()).isEmpty();
        assertThat(reader.read(Map.of("node-1", 0L))).containsExactly(new Written("node-1", 1, news));
        assertThat(reader.read(Map.of("node-1", 1L))).isEmpty();
        assertThat(reader.read(Map.of("node-3", 0L))).isEmpty();

        store2.live().write(List.of(at(5)));
        store1.live().write(List.of(at(6)));
        assertThat(reader.read(Map.of("node-1", 1L))).containsExactly(new Written("node-1", 2, List.of(at(6))));
        assertThat(reader.read(Map.of("node-1", 1L, "node-2", 0L)))
                .containsExactlyInAnyOrder(
                        new Written("node-1", 2, List.of(at(6))), new Written("node-2", 1, List.of(at(5))));
    }

    @Test
    default void theLastOfItCanBeRead() {
        LiveRuns writer = open("node-1").live();
        LiveRuns reader = open("node-2").live();
        int writes = 2 * LiveRuns.KEPT + 5;
        for (int i = 1; i <= writes; i++) {
            writer.write(List.of(at(i)));
        }

        List<Written> read = reader.read(Map.of("node-1", 0L));
        assertThat(read).hasSizeBetween(1, LiveRuns.KEPT).hasSize(LiveRuns.KEPT);
        assertThat(read.stream().map(Written::number).toList())
                .isEqualTo(LongStream.rangeClosed(writes - LiveRuns.KEPT + 1, writes)
                        .boxed()
                        .toList());
        assertThat(read.getLast().news()).containsExactly(at(writes));
        List<LiveRun> large = IntStream.range(0, 500)
                .mapToObj(i -> new LiveRun(i, i + 1, null, new Lines(i, 1, 1, List.of("x".repeat(1_000)))))
                .toList();
        writer.write(large);
        assertThat(reader.read(Map.of("node-1", (long) writes)))
                .extracting(Written::news)
                .containsExactly(large);
    }

    @Test
    default void nothingIsLeftOfANodeThatHasLeft() {
        TaskStore store1 = open("node-1");
        TaskStore store2 = open("node-2");
        store1.live().write(List.of(at(1)));
        store2.nodes().leave(Set.of("node-1"));

        assertThat(store2.live().newest()).isEmpty();
        assertThat(store2.live().read(Map.of("node-1", 0L))).isEmpty();
    }

    @Test
    default void theLastProgressComesBeforeTheEnd() {
        TaskStore store1 = opened(newStore());
        TaskStore store2 = opened(newStore());
        History history1 = new History(store1.open(opening("node-1")));
        History history2 = new History(store2.open(opening("node-2")));
        history1.make("x");
        Batch plain = history1.batch();
        TaskProgress last = new TaskProgress("done", 9, 9);
        long fence = plain.head();
        Batch batch = new Batch(plain.token(), plain.head(), plain.changes(), plain.submitted(), Map.of(fence, last));
        assertThat(store1.journal().append(batch)).isTrue();

        assertThat(store2.journal().read(history2.head(), history2)).isTrue();
        assertThat(history2.last()).isEqualTo(Map.of(fence, last));
        assertThat(history2.taken()).isEqualTo(batch.changes());
    }
}
