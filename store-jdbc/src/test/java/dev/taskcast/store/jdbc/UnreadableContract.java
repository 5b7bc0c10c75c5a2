package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Lines;
import dev.taskcast.store.Opened;
import dev.taskcast.store.RunProgress;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.testkit.store.History;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can't be read in the tables is left alone, and stops nobody: on every database. */
interface UnreadableContract extends JdbcContract {
    @Test
    default void aRowThatCannotBeReadIsSetAside() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        TaskRow bad = history.make("bad");
        history.make("good");
        append(store, history);
        store.close();
        sql("UPDATE taskcast_tasks SET body = '{\"i\":{\"d\":\"bad\"},\"s\":\"unheard of\"}' WHERE id = 'bad'");

        JdbcTaskStore next = opened(newStore());
        Opened opened = next.open(opening("node-2"));
        History after = new History(opened);
        after.make("later");
        append(next, after);
        next.close();

        assertThat(opened.rows()).containsExactly(history.row("good"));
        assertThat(count("SELECT count(*) FROM taskcast_tasks WHERE created = " + bad.created()))
                .isEqualTo(1);
        assertThat(opened(newStore()).open(opening("node-3")).rows())
                .containsExactly(history.row("good"), after.row("later"));
    }

    @Test
    default void aChangeThatCannotBeReadIsPassedBy() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        append(store, history);
        history.make("b");
        append(store, history);
        crash(store);
        sql("UPDATE taskcast_events SET data = '{\"h\":" + LEAST
                + "}\n{\"k\":\"of a newer version\"}\n{]' WHERE position = " + (LEAST + 1));
        sql("UPDATE taskcast_events SET data = '?' WHERE position = " + LEAST);

        assertThat(opened(newStore()).open(opening("node-2")).rows()).containsExactly(history.row("b"));
    }

    @Test
    default void aLimitThatCannotBeReadIsLeftAlone() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        for (String queue : List.of("bad", "negative", "without period", "too many", "good")) {
            history.limit(LimitId.queue(queue), LimitSetting.NONE.paused(true));
        }
        append(store, history);
        store.close();
        sql("UPDATE taskcast_limits SET name = '{\"k\":\"of a newer version\"}' WHERE name LIKE '%bad%'");
        sql("UPDATE taskcast_limits SET body = '{\"d\":{\"c\":-1}}' WHERE name LIKE '%negative%'");
        sql("UPDATE taskcast_limits SET body = '{\"d\":{\"r\":5}}' WHERE name LIKE '%without period%'");
        sql("UPDATE taskcast_limits SET body = '{\"d\":{\"c\":4294967296}}' WHERE name LIKE '%too many%'");

        assertThat(opened(newStore()).open(opening("node-2")).limits()).containsOnlyKeys(LimitId.queue("good"));
        assertThat(count("SELECT count(*) FROM taskcast_limits")).isEqualTo(5);
    }

    @Test
    default void notesThatCannotBeReadAndProgressStopNobody() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        long fence = history.start("a", NODE).fence();
        history.submit("a", new Command.Note(fence, "bad", History.payload(1)));
        history.submit("a", new Command.Note(fence, "good", History.payload(2)));
        append(store, history);
        store.records().progress(List.of(new RunProgress(fence, new TaskProgress("Half way", 1, 2))));
        history.make("gone");
        history.submit("gone", new Command.Unregister());
        append(store, history);
        store.close();
        sql("UPDATE taskcast_notes SET value = '?' WHERE name = 'bad'");
        sql("UPDATE taskcast_progress SET data = '?'");
        sql("UPDATE taskcast_gone SET ids = '?'");

        JdbcTaskStore next = opened(newStore());
        Opened opened = next.open(opening("node-2"));
        assertThat(opened.rows()).hasSize(1);
        assertThat(opened.rows().getFirst().notes()).containsExactly(Map.entry("good", History.payload(2)));
        assertThat(next.records().progressOf(NODE)).isEmpty();
    }

    @Test
    default void theLinesOfATaskThatCannotBeReadAreLeftAlone() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        TaskRow bad = history.make("bad");
        append(store, history);
        store.records().addLines(List.of(new Lines(bad.created(), 1, 1, List.of("one"))));
        store.close();
        sql("UPDATE taskcast_tasks SET body = '{\"i\":{\"d\":\"bad\"},\"s\":\"unheard of\"}' WHERE id = 'bad'");
        JdbcTaskStore next = opened(newStore());
        next.open(opening("node-2"));
        next.flush();

        assertThat(count("SELECT count(*) FROM taskcast_lines")).isEqualTo(1);
    }
}
