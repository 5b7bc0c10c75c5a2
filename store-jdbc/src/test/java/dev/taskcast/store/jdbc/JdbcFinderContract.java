package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.TaskFinder;
import dev.taskcast.store.codec.BlockWriter;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Waiting;
import dev.taskcast.testkit.store.FinderContract;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.Samples;
import dev.taskcast.testkit.store.SharedStoreContract;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tables that answer questions, whatever has been flushed. */
interface JdbcFinderContract extends JdbcContract, FinderContract {
    /** What has been appended, and flushed now and then. */
    record Kept(JdbcTaskStore store, History history) implements World {
        @Override
        public void keep(int round) {
            append(store, history);
            if (round % 3 > 0) {
                store.flush();
            }
        }

        @Override
        public TaskFinder finder() {
            return store.finder().orElseThrow();
        }

        @Override
        public boolean finds(TaskStatus status) {
            return status.isTerminal();
        }
    }

    @Override
    default World world(int budget) {
        JdbcTaskStore store = opened(newStore());
        store.findBudget(budget);
        return new Kept(store, new History(store.open(opening(NODE))));
    }

    private static List<TaskRow> ended(History history) {
        return history.rows().stream()
                .filter(row -> row.state().status().isTerminal())
                .toList();
    }

    private static TaskQuery query(TaskSort sort) {
        return TaskQuery.builder().sort(sort).build();
    }

    @Test
    default void allThatATaskMayHaveIsFound() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        Samples.everything(history, NODE);
        append(store, history);
        store.flush();
        List<TaskRow> expected =
                ended(history).stream().map(row -> row.withNotes(null)).toList();

        assertThat(store.finder().orElseThrow().find(query(TaskSort.CREATED)).rows())
                .isEqualTo(expected);
        assertThat(store.finder()
                        .orElseThrow()
                        .count(query(TaskSort.CREATED), 100)
                        .about())
                .isEqualTo(expected.size());
        assertThat(store.finder().orElseThrow().find(query(TaskSort.ENDED)).rows())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    default void rowsOfAnOlderVersionAreBroughtUpAtTheStart() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        for (int i = 0; i < 2_500; i++) {
            history.make("t" + i);
            history.start("t" + i, NODE);
            history.complete("t" + i);
        }
        append(store, history);
        store.flush();
        store.close();
        String set =
                "UPDATE taskcast_tasks SET type = NULL, ended_at = NULL, started_at = NULL, duration = NULL, facts = ";
        sql(set + "NULL");
        sql(set + "1, body = '?' WHERE id = 't7'");

        JdbcTaskStore next = opened(newStore());
        next.open(opening("node-2"));

        assertThat(count("SELECT count(*) FROM taskcast_tasks WHERE facts = position"))
                .isEqualTo(2_499);
        assertThat(next.finder()
                        .orElseThrow()
                        .count(query(TaskSort.DURATION), 10_000)
                        .about())
                .isEqualTo(2_499);
        assertThat(next.finder()
                        .orElseThrow()
                        .find(query(TaskSort.ENDED_DESC))
                        .rows()
                        .getFirst())
                .isEqualTo(history.row("t2499"));
    }

    @Test
    default void whatIsBroughtUpGoesOnAfterAKill() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        history.submit("a", new Command.Cancel());
        history.make("b");
        history.submit("b", new Command.Cancel());
        append(store, history);
        store.flush();
        store.close();
        sql("UPDATE taskcast_tasks SET ended_at = NULL, facts = NULL WHERE id = 'b'");

        JdbcTaskStore next = opened(newStore());
        next.open(opening("node-2"));

        assertThat(next.finder().orElseThrow().find(query(TaskSort.ENDED)).rows())
                .isEqualTo(history.rows());
    }

    /** How version 4 flushed: it knew nothing of the new columns. */
    @Test
    default void whatANodeOfAnOlderVersionWritesMeanwhileIsBroughtUpToo() {
        if (!(this instanceof SharedStoreContract)) {
            return; // there is no other node
        }
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        append(store, history);
        store.flush();
        TaskRow ended = history.submit("a", new Command.Cancel());
        sql("UPDATE taskcast_tasks SET status = 'canceled', position = " + ended.position() + ", body = '"
                + new String(BlockWriter.row(ended), StandardCharsets.UTF_8) + "'");

        assertThat(store.finder().orElseThrow().find(query(TaskSort.ENDED)).rows())
                .isEmpty();
        opened(newStore()).open(opening("node-2"));
        store.nodes().renew(NodeAbout.NOTHING);
        store.flush();

        assertThat(store.finder().orElseThrow().find(query(TaskSort.ENDED)).rows())
                .containsExactly(ended);
    }

    @Test
    default void aLongWalkIsBrokenOffAndGoesOn() {
        JdbcTaskStore store = opened(newStore());
        store.findBudget(10);
        History history = new History(store.open(opening(NODE)));
        canceled(history, 25);
        append(store, history);
        store.flush();
        TaskQuery last =
                TaskQuery.builder().tags("tag of t24").sort(TaskSort.ENDED).build();

        TaskFinder.Found first = store.finder().orElseThrow().find(last);
        TaskFinder.Found second = store.finder().orElseThrow().find(last.from(first.next(), 5));
        TaskFinder.Found third = store.finder().orElseThrow().find(last.from(second.next(), 5));

        assertThat(first.rows()).isEmpty();
        assertThat(first.isPartial()).isTrue();
        assertThat(Objects.requireNonNull(first.next()).created())
                .isEqualTo(history.row("t9").created());
        assertThat(second.isPartial()).isTrue();
        assertThat(third.isPartial()).isFalse();
        assertThat(third.rows()).containsExactly(history.row("t24"));
        assertThat(third.next()).isNull();
    }

    /** Each has a tag of its own. */
    private static void canceled(History history, int many) {
        for (int i = 0; i < many; i++) {
            String id = "t" + i;
            TaskIdentity identity = new TaskIdentity(id, "type", null, null, null, List.of("tag of " + id));
            history.submit(
                    id,
                    new Command.Register(
                            identity, Terms.DEFAULT, History.payload(i), new Waiting.ForSlot(0, 0, null, null)));
            history.submit(id, new Command.Cancel());
        }
    }

    @Test
    default void idsAreFoundWhereverTheyAre() {
        JdbcTaskStore store = opened(newStore());
        store.findBudget(10);
        History history = new History(store.open(opening(NODE)));
        canceled(history, 40);
        append(store, history);
        store.flush();
        history.make("lives");
        history.make("fresh");
        history.submit("fresh", new Command.Cancel());
        append(store, history);

        for (TaskSort sort : TaskSort.values()) {
            TaskQuery query = TaskQuery.builder()
                    .ids("t1", "t39", "fresh", "lives", "unknown")
                    .sort(sort)
                    .limit(2)
                    .build();
            List<String> expected = sort.by() == TaskSort.By.STARTED || sort.by() == TaskSort.By.DURATION
                    ? List.of()
                    : List.of("t1", "t39", "fresh");
            List<String> found = new ArrayList<>();
            TaskFinder.Found page = store.finder().orElseThrow().find(query);
            page.rows().forEach(row -> found.add(row.id()));
            if (page.next() != null) {
                assertThat(found).hasSize(2);
                page = store.finder().orElseThrow().find(query.from(page.next(), 2));
                page.rows().forEach(row -> found.add(row.id()));
            }

            assertThat(page.next()).as("after the last").isNull();
            assertThat(found).as(sort.wireName()).isEqualTo(sort.isDescending() ? expected.reversed() : expected);
            assertThat(store.finder().orElseThrow().count(query, 2))
                    .isEqualTo(new TaskFinder.Count(Math.min(2, expected.size()), expected.size() > 2));
        }
    }

    @Test
    default void asManyValuesAsAreAllowedAreAsked() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        canceled(history, 3);
        append(store, history);
        store.flush();
        String[] many = IntStream.range(0, TaskQuery.MAX_VALUES)
                .mapToObj(i -> "tag of t" + (i + 2))
                .toArray(String[]::new);

        assertThat(store.finder()
                        .orElseThrow()
                        .find(TaskQuery.builder().tags(many).build())
                        .rows())
                .containsExactly(history.row("t2"));
        assertThat(store.finder()
                        .orElseThrow()
                        .count(TaskQuery.builder().tags(many).build(), 10)
                        .about())
                .isEqualTo(1);
        assertThat(store.finder()
                        .orElseThrow()
                        .find(TaskQuery.builder()
                                .types(many)
                                .owners(many)
                                .keys(many)
                                .queues(many)
                                .errorKinds(many)
                                .sort(TaskSort.ENDED)
                                .build())
                        .rows())
                .isEmpty();
    }
}
