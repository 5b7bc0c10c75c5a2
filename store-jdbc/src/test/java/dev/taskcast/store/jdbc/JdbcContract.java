package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.Lines;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.RestingCount;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Turn;
import dev.taskcast.task.Waiting;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.Samples;
import dev.taskcast.testkit.store.Stored;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the tables hold, and what becomes of them: on every database. */
interface JdbcContract extends Stored {
    @Override
    JdbcTaskStore newStore();

    /** Where a test does what only an operator or a newer version would. */
    Connection connection() throws SQLException;

    default void sql(String statement) {
        try (Connection connection = connection()) {
            PostgresDialect.execute(connection, statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    default long count(String query) {
        try (Connection connection = connection();
                PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    default void whatAnOlderVersionHasKeptIsLaidToRestAtTheStart() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        for (int i = 0; i < 2_500; i++) {
            history.make("t" + i);
            history.start("t" + i, NODE);
            history.complete("t" + i);
        }
        append(store, history);
        history.make("lives"); // in a block of its own: the newest one is always read, with all tasks that it tells of
        append(store, history);
        store.flush();
        store.close();
        sql("UPDATE taskcast_tasks SET rests = NULL");

        TaskStore next = opened(newStore());
        Opened opened = next.open(new Opening("node-2", LEAST + 1_000_000, 0, 10, Duration.ofSeconds(10)));

        assertThat(count("SELECT count(*) FROM taskcast_tasks WHERE rests = position"))
                .isEqualTo(2_500);
        assertThat(opened.rows()).extracting(TaskRow::id).hasSize(11).contains("t2490", "t2499", "lives");
        assertThat(next.resting().oldest(0, 1)).extracting(TaskRow::id).containsExactly("t0");
        assertThat(opened.resting()).containsExactly(new RestingCount("type", TaskStatus.COMPLETED, 2_490));
    }

    /** How many tasks rest as the table of the counts has it, and not as the rows do. */
    default void isCountedAsItIs() {
        String counted = "SELECT type, status, tasks FROM taskcast_rests";
        String naively =
                "SELECT type, status, count(*) FROM taskcast_tasks WHERE rests = position GROUP BY type, status";
        assertThat(count("SELECT count(*) FROM (" + counted + " EXCEPT " + naively + ") d"))
                .isZero();
        assertThat(count("SELECT count(*) FROM (" + naively + " EXCEPT " + counted + ") d"))
                .isZero();
    }

    /** Tasks of one type that have ended, and are in the tables. */
    private static void end(JdbcTaskStore store, History history, int from, int to) {
        for (int i = from; i < to; i++) {
            history.submit(
                    "c" + i,
                    new Command.Register(
                            new TaskIdentity("c" + i, "counted", null, null, null, List.of()),
                            Terms.DEFAULT,
                            History.payload(i),
                            new Waiting.ForSlot(0, 0, null, null)));
            history.start("c" + i, NODE);
            history.complete("c" + i);
        }
        append(store, history);
        store.flush();
    }

    @Test
    default void whatAnOlderVersionHasLeftUncountedIsCountedAtTheStart() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        end(store, history, 0, 5_000);
        history.make("lives"); // the newest block is always read
        append(store, history);
        store.flush();
        isCountedAsItIs();
        store.close();
        // As after a kill: the first thousand were counted, and one of them was changed by an older version.
        long upTo = history.row("c999").created();
        sql("UPDATE taskcast_store SET flushes = flushes + 1, counted = " + upTo);
        sql("UPDATE taskcast_rests SET tasks = 1000");
        sql("UPDATE taskcast_tasks SET position = position + 1 WHERE id IN ('c7', 'c1007')");
        assertThat(count("SELECT tasks FROM taskcast_rests")).isEqualTo(999);

        JdbcTaskStore next = opened(newStore());
        Opened opened = next.open(new Opening("node-2", LEAST + 1_000_000, 0, 10, Duration.ofSeconds(10)));
        isCountedAsItIs();
        long held = opened.rows().stream().filter(TaskRow::mayRest).count();
        assertThat(opened.resting()).containsExactly(new RestingCount("counted", TaskStatus.COMPLETED, 5_000 - held));
        History later = new History(opened);
        end(next, later, 5_000, 5_100);
        isCountedAsItIs();
        sql("DELETE FROM taskcast_tasks");
        assertThat(count("SELECT count(*) FROM taskcast_rests")).isZero();
    }

    @Test
    default void whatIsFlushedIsCertainOnceSomethingIsOnDiskAfterIt() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        append(store, history);
        store.flush();
        long flushed = history.head();

        assertThat(store.resting().certain()).isLessThan(flushed);
        history.make("b");
        append(store, history);
        assertThat(store.resting().certain()).isEqualTo(flushed);
    }

    @Test
    default void tablesOfANewerVersionAreLeftAlone() {
        JdbcTaskStore store = opened(newStore());
        store.open(opening(NODE));
        store.close();
        sql("INSERT INTO taskcast_version (version) VALUES (99)");

        assertThatThrownBy(() -> opened(newStore()).open(opening("node-2")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("too old");
    }

    @Test
    default void whatATaskWaitsForIsThereForOperators() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        TaskIdentity mail = new TaskIdentity(
                "a", "a", null, null, null, List.of(), new Turn("mail", null, Turn.NORMAL_PRIORITY, 1));
        history.submit(
                "a",
                new Command.Register(
                        mail, Terms.DEFAULT, null, new Waiting.ForTime(0, 5, 1_700_000_000_000L, false, null, null)));
        history.make("b");
        append(store, history);
        store.flush();
        assertThat(count("SELECT count(*) FROM taskcast_tasks WHERE queue IS NULL AND run_at IS NULL AND id = 'b'"))
                .isEqualTo(1);
        assertThat(count("SELECT run_at FROM taskcast_tasks WHERE queue = 'mail'"))
                .isEqualTo(1_700_000_000_000L);

        history.start("a", NODE);
        append(store, history);
        store.flush();
        assertThat(count("SELECT count(*) FROM taskcast_tasks WHERE run_at IS NULL"))
                .isEqualTo(2);
    }

    @Test
    default void oldEventsAreDeletedOnceTheyAreInTheTables() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        for (int i = 0; i < 101_000; i++) {
            history.start("a", NODE);
            history.complete("a");
            if (i % 500 == 0) {
                append(store, history);
            }
        }
        append(store, history);
        long all = count("SELECT count(*) FROM taskcast_events");
        store.flush();
        long left = count("SELECT count(*) FROM taskcast_events");
        assertThat(all - left).isBetween(95L, 105L);
        assertThat(count("SELECT sum(transitions) FROM taskcast_events")).isGreaterThanOrEqualTo(100_000);
        assertThat(count("SELECT count(*) FROM taskcast_runs")).isBetween(1_000L, 1_100L);
        crash(store);

        Opened again = opened(newStore()).open(opening("node-2"));
        assertThat(again.rows()).isEqualTo(history.rows());
        assertThat(again.recent()).hasSize(1_000);
    }

    @Test
    default void linesThatComeAfterTheirTaskIsGoneAreNotKept() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        TaskRow a = history.make("a");
        append(store, history);
        store.records().addLines(List.of(new Lines(a.created(), 1, 1, List.of("one"))));
        TaskRow b = history.make("b");
        append(store, history);
        history.submit("a", new Command.Unregister());
        history.submit("b", new Command.Unregister());
        append(store, history);
        store.flush();
        store.records().addLines(List.of(new Lines(a.created(), 1, 2, List.of("two"))));
        store.records().addLines(List.of(new Lines(b.created(), 1, 1, List.of("one"))));
        store.flush();

        assertThat(count("SELECT count(*) FROM taskcast_lines")).isZero();
    }

    @Test
    default void nothingIsLeftOfTheRunsOfATaskThatIsGone() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        for (String id : List.of("queued", "canceled", "handed back", "run twice")) {
            history.make(id);
            history.start(id, NODE);
            history.complete(id);
        }
        history.submit("queued", new Command.Enqueue(0, false));
        history.submit("canceled", new Command.Enqueue(0, false));
        history.submit("canceled", new Command.Cancel());
        long fence = history.start("handed back", NODE).fence();
        history.submit("handed back", new Command.HandBack(fence));
        history.start("run twice", NODE);
        append(store, history);
        store.flush();
        assertThat(count("SELECT count(*) FROM taskcast_runs")).isEqualTo(4);
        for (TaskRow row : history.rows()) {
            history.submit(row.id(), new Command.Unregister());
        }
        append(store, history);
        store.flush();

        assertThat(count("SELECT count(*) FROM taskcast_runs")).isZero();
    }

    @Test
    default void theLongestNameOfANoteFitsTheTables() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        long fence = history.start("a", NODE).fence();
        String name = new Random(7)
                .ints(510, 0x4E00, 0x9F00)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        history.submit("a", new Command.Note(fence, name, History.payload(1)));
        append(store, history);
        store.flush();
        crash(store);

        assertThat(opened(newStore()).open(opening("node-2")).rows()).isEqualTo(history.rows());
    }

    @Test
    default void idsOfTasksThatAreGoneAreTrimmedHoweverOftenThereIsANewLife() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        sql("INSERT INTO taskcast_gone (block, count, ids) VALUES (-2, 1, '{\"d\":[\"old\"]}')");
        sql("INSERT INTO taskcast_gone (block, count, ids) VALUES (-1, 100000, '{\"d\":[\"many\"]}')");
        history.make("a");
        history.submit("a", new Command.Unregister());
        append(store, history);
        store.flush();

        assertThat(count("SELECT count(*) FROM taskcast_gone WHERE block = -2")).isZero();
        assertThat(count("SELECT count(*) FROM taskcast_gone WHERE block = -1")).isEqualTo(1);
    }

    @Test
    default void aStoreCanBeWaitedForForEver() {
        JdbcTaskStore store = opened(newStore());

        assertThat(store.open(new Opening(NODE, LEAST, 10, Duration.ofSeconds(Long.MAX_VALUE)))
                        .rows())
                .isEmpty();
    }

    @Test
    default void aFailedFlushLosesNothing() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        Samples.everything(history, NODE);
        append(store, history);
        sql("ALTER TABLE taskcast_notes RENAME TO elsewhere");
        assertThatThrownBy(store::flush).isInstanceOf(StoreException.class);
        history.start("failed", NODE);
        append(store, history);
        sql("ALTER TABLE elsewhere RENAME TO taskcast_notes");
        store.flush();
        assertThat(store.records().runs(history.row("failed").created(), 5)).hasSize(1);
        store.flush();
        crash(store);

        assertThat(opened(newStore()).open(opening("node-2")).rows()).isEqualTo(history.rows());
    }

    @Test
    default void aFlushThatWasCutOffLosesNothing() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        Samples.everything(history, NODE);
        append(store, history);
        store.flush();
        history.submit(
                "canceled", new Command.HandlerEnded(history.row("canceled").fence()));
        history.start("canceled", NODE);
        history.submit("completed", new Command.Unregister());
        history.make("completed");
        long fence = history.start("ended", NODE).fence();
        history.submit("ended", new Command.Note(fence, "n", History.payload(1)));
        history.submit("ended", new Command.Note(fence, "n", History.payload(2)));
        history.start("failed", NODE);
        history.complete("failed");
        history.start("failed", NODE);
        history.make("new");
        history.submit("new", new Command.Unregister());
        append(store, history);
        // The last that is written, where there are several transactions.
        sql("ALTER TABLE taskcast_gone RENAME TO elsewhere");
        assertThatThrownBy(store::flush).isInstanceOf(StoreException.class);
        crash(store);
        sql("ALTER TABLE elsewhere RENAME TO taskcast_gone");

        JdbcTaskStore next = opened(newStore());
        assertThat(next.open(opening("node-2")).rows()).isEqualTo(history.rows());
        assertThat(next.isGone("new")).isTrue();
        assertThat(next.records().runs(history.row("failed").created(), 5))
                .extracting(TaskRun::run)
                .containsExactly(2, 1);
        next.flush();
        assertThat(next.records().runs(history.row("failed").created(), 5))
                .extracting(TaskRun::stackTrace)
                .containsExactly(null, "at x\n\tat y");
        crash(next);
        assertThat(opened(newStore()).open(opening("node-3")).rows()).isEqualTo(history.rows());
    }
}
