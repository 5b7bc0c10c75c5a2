package dev.taskcast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Command.Terms;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Batch;
import dev.taskcast.store.Lines;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.RunProgress;
import dev.taskcast.store.StoreException;
import dev.taskcast.task.Artifact;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskStep;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a store must do on every database. */
abstract class StoreContract {
    static final String NODE = "node-1";
    static final long LEAST = 7_000_000_000L;

    private final List<JdbcTaskStore> open = new ArrayList<>();
    private int lives;

    /** Another store on the same database. */
    abstract JdbcTaskStore newStore();

    /** Lets go of a store as a crash does: nothing is flushed. Another one can be opened then. */
    abstract void crash(JdbcTaskStore store);

    @AfterEach
    final void closeAll() {
        open.forEach(JdbcTaskStore::close);
    }

    final JdbcTaskStore opened(JdbcTaskStore store) {
        open.add(store);
        return store;
    }

    final Opening opening(String node) {
        return opening(node, LEAST + 1_000_000L * lives++);
    }

    static Opening opening(String node, long least) {
        return new Opening(node, least, 1_000, Duration.ofSeconds(10));
    }

    static void append(JdbcTaskStore store, History history) {
        assertThat(store.append(history.batch())).isTrue();
    }

    @Test
    void aNewStoreIsEmptyAndBeginsWhereItIsTold() {
        JdbcTaskStore store = opened(newStore());

        Opened opened = store.open(opening(NODE));

        assertThat(opened.birth()).isEqualTo(LEAST);
        assertThat(opened.head()).isEqualTo(LEAST);
        assertThat(opened.rows()).isEmpty();
        assertThat(opened.recent()).isEmpty();
        assertThat(opened.nodes()).isEmpty();
    }

    /** Every kind of change and of state, with everything that they can hold. */
    static void everything(History history) {
        TaskIdentity rich = new TaskIdentity(
                "Прüfung 🎉 \"x\"",
                "type \n",
                "Ti\"tle\u0000\u2028",
                "Description \ud83d",
                "ann",
                List.of("a", "ü", ""));
        history.submit(
                rich.id(), new Command.Register(rich, new Terms(true, true, true), History.payload(plainValues())));
        history.start(rich.id(), NODE);
        long fence = history.row(rich.id()).fence();
        history.submit(rich.id(), new Command.Note(fence, "säge", History.payload(Map.of("at", 7))));
        history.submit(rich.id(), new Command.Note(fence, "two", History.payload("x")));
        history.submit(rich.id(), new Command.Report(fence, richProgress()));

        history.make("completed");
        history.start("completed", NODE);
        fence = history.row("completed").fence();
        history.submit("completed", new Command.Note(fence, "gone", History.payload(1)));
        history.submit(
                "completed",
                new Command.Complete(
                        fence,
                        TaskResult.of(plainValues()),
                        List.of(new Artifact("ä", "/x?y=%20"), new Artifact("b", "https://b"))));

        history.make("failed");
        history.start("failed", NODE);
        history.submit("failed", new Command.Fail(history.row("failed").fence(), "no\u0000\n", "at x\n\tat y"));

        history.make("canceled");
        history.start("canceled", NODE);
        history.submit("canceled", new Command.Cancel());

        history.make("ended");
        history.start("ended", "another node");
        history.submit("ended", new Command.Cancel());
        history.submit("ended", new Command.HandlerEnded(history.row("ended").fence()));

        history.make("timed out");
        history.start("timed out", NODE);
        history.submit("timed out", new Command.TimeOut(history.row("timed out").fence()));

        history.submit("moving", new Command.Register(identity("moving"), new Terms(false, true, true), null));
        history.start("moving", NODE);
        history.submit("moving", new Command.Interrupt(history.row("moving").fence(), new TaskProgress("last", 1, 2)));

        history.make("handed back");
        history.start("handed back", NODE);
        history.submit(
                "handed back", new Command.HandBack(history.row("handed back").fence()));

        history.submit("attached", new Command.Register(identity("attached"), new Terms(false, false, false), null));
        history.submit(
                "attached",
                new Command.Attach(
                        new TaskIdentity("attached", "t2", "New", null, null, List.of()),
                        new Terms(true, true, false)));

        history.make("removed");
        history.submit("removed", new Command.Unregister());
        history.make("canceled before");
        history.submit("canceled before", new Command.Cancel());
    }

    private static TaskIdentity identity(String id) {
        return new TaskIdentity(id, id, null, null, null, List.of());
    }

    private static Map<String, Object> plainValues() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", "ünï \u0000 \ud83d\ude00");
        values.put(
                "numbers",
                List.of(1, -2.5, 3_000_000_000L, new java.math.BigInteger("123456789012345678901234567890")));
        values.put("none", null);
        values.put("nested", Map.of("list", List.of(List.of(), Map.of())));
        values.put("yes", true);
        return values;
    }

    private static TaskProgress richProgress() {
        return new TaskProgress(
                "half \n ü",
                0.5,
                Double.NaN,
                new TaskProgress.Pace(2.5, 1_000),
                List.of(
                        new TaskStep("one", 0, TaskStatus.COMPLETED, null, Double.NaN, Double.NaN),
                        new TaskStep("two", 1, TaskStatus.RUNNING, "m", 1, 2)));
    }

    @Test
    void whatIsAppendedIsThereAfterACrash() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        everything(history);
        Batch batch = history.batch();
        assertThat(store.append(batch)).isTrue();
        crash(store);

        Opened again = opened(newStore()).open(opening("node-2"));

        assertThat(again.rows()).isEqualTo(history.rows());
        assertThat(again.recent())
                .isEqualTo(
                        batch.changes().stream().filter(Decoder::isTransition).toList());
    }

    @Test
    void whatIsFlushedIsThere() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        everything(history);
        append(store, history);
        store.flush();
        crash(store);

        Opened again = opened(newStore()).open(opening("node-2"));

        assertThat(again.rows()).isEqualTo(history.rows());
        assertThat(again.recent()).extracting(Applied::position).isSorted();
        assertThat(again.recent().getLast().position()).isEqualTo(history.head());
        List<TaskRow> ends = again.recent().stream().map(Applied::after).toList();
        assertThat(ends)
                .filteredOn(row -> row != null && row.id().equals("completed"))
                .hasSize(3);
    }

    @Test
    void whatIsAppendedOverFlushedRowsIsThere() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        everything(history);
        append(store, history);
        store.flush();
        history.start("failed", NODE);
        history.submit("completed", new Command.Unregister());
        history.start("moving", "node-9");
        history.submit(
                "canceled", new Command.HandlerEnded(history.row("canceled").fence()));
        append(store, history);
        history.complete("failed");
        append(store, history);
        crash(store);

        Opened again = opened(newStore()).open(opening("node-2"));

        assertThat(again.rows()).isEqualTo(history.rows());
    }

    @Test
    void aStoreThatIsClosedIsFlushed() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        everything(history);
        append(store, history);
        store.leave(Set.of(NODE));
        store.close();

        Opened again = opened(newStore()).open(opening("node-2"));

        assertThat(again.rows()).isEqualTo(history.rows());
        assertThat(again.birth()).isEqualTo(LEAST);
        assertThat(again.head()).isEqualTo(LEAST + 1_000_000);
        assertThat(again.lives()).containsExactly(LEAST, LEAST + 1_000_000);
        assertThat(again.nodes()).isEmpty();
    }

    @Test
    void aBatchFromAnOldHeadIsRefused() {
        JdbcTaskStore store = opened(newStore());
        Opened opened = store.open(opening(NODE));
        History first = new History(opened);
        History second = new History(opened);
        first.make("a");
        second.make("b");
        append(store, first);

        assertThat(store.append(second.batch())).isFalse();
    }

    @Test
    void notesAndAmendmentsAloneAreKept() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        history.start("a", NODE);
        history.make("b");
        history.start("b", NODE);
        history.submit("b", new Command.Cancel());
        append(store, history);
        store.flush();
        history.submit("a", new Command.Note(history.row("a").fence(), "n", History.payload(List.of(1))));
        append(store, history);
        history.submit("b", new Command.HandlerEnded(history.row("b").fence()));
        append(store, history);
        crash(store);

        JdbcTaskStore next = opened(newStore());
        assertThat(next.open(opening("node-2")).rows()).isEqualTo(history.rows());
        next.flush();
        crash(next);

        assertThat(opened(newStore()).open(opening("node-3")).rows()).isEqualTo(history.rows());
    }

    @Test
    void progressOfARunIsThere() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        history.start("a", NODE);
        history.make("b");
        history.start("b", NODE);
        append(store, history);
        store.progress(List.of(
                new RunProgress(history.row("a").fence(), richProgress()),
                new RunProgress(history.row("b").fence(), new TaskProgress("b"))));
        history.complete("b");
        history.start("b", NODE);
        append(store, history);
        store.progress(List.of(new RunProgress(history.row("a").fence(), new TaskProgress("newer", 1, 3))));
        crash(store);

        List<TaskRow> rows = opened(newStore()).open(opening("node-2")).rows();

        assertThat(rows.get(0).state())
                .isInstanceOfSatisfying(
                        dev.taskcast.task.TaskState.Running.class,
                        running -> assertThat(running.progress()).isEqualTo(new TaskProgress("newer", 1, 3)));
        assertThat(rows.get(1)).isEqualTo(history.row("b"));
    }

    @Test
    void runsAreToldOfBeforeAndAfterAFlush() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        history.start("a", NODE);
        history.submit("a", new Command.Fail(history.row("a").fence(), "first\u0000", "trace 1\u0000"));
        append(store, history);
        long created = history.row("a").created();
        TaskRun first = store.runs(created, 10).getFirst();
        assertThat(first.run()).isEqualTo(1);
        assertThat(first.outcome()).isEqualTo(TaskStatus.ERROR);
        assertThat(first.node()).isEqualTo(NODE);
        assertThat(first.error()).isEqualTo("first\u0000");
        assertThat(first.stackTrace()).isEqualTo("trace 1\u0000");

        store.flush();
        assertThat(store.runs(created, 10)).containsExactly(first);

        history.start("a", "node-5");
        append(store, history);
        assertThat(store.runs(created, 10)).containsExactly(first);
        store.flush();
        assertThat(store.runs(created, 10)).containsExactly(first);

        history.complete("a");
        append(store, history);
        history.submit("a", new Command.Enqueue());
        append(store, history);
        List<TaskRun> both = store.runs(created, 10);
        assertThat(both).extracting(TaskRun::run).containsExactly(2, 1);
        assertThat(both.getFirst().node()).isEqualTo("node-5");
        assertThat(both.getFirst().stackTrace()).isNull();
        store.flush();
        assertThat(store.runs(created, 10)).isEqualTo(both);
        assertThat(store.runs(created, 1)).isEqualTo(both.subList(0, 1));

        history.submit("a", new Command.Unregister());
        append(store, history);
        store.flush();
        assertThat(store.runs(created, 10)).isEmpty();
    }

    @Test
    void linesAreKept() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        long created = history.make("a").created();
        append(store, history);
        for (int from = 1; from <= 5_000; from += 100) {
            store.addLines(List.of(new Lines(
                    created,
                    1,
                    from,
                    IntStream.range(from, from + 100)
                            .mapToObj(i -> "line " + i + " \u0000ü")
                            .toList())));
        }
        List<String> kept = store.lines(created).stream()
                .flatMap(chunk -> chunk.lines().stream())
                .toList();
        assertThat(kept).hasSize(1_000);
        assertThat(kept.getFirst()).isEqualTo("line 4001 \u0000ü");
        assertThat(kept.getLast()).isEqualTo("line 5000 \u0000ü");

        store.addLines(List.of(new Lines(created, 2, 1, List.of("second run"))));
        assertThat(store.lines(created)).containsExactly(new Lines(created, 2, 1, List.of("second run")));

        history.submit("a", new Command.Unregister());
        append(store, history);
        store.flush();
        assertThat(store.lines(created)).isEmpty();
    }

    @Test
    void whatIsGoneIsRemembered() {
        JdbcTaskStore store = opened(newStore());
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

        JdbcTaskStore again = opened(newStore());
        again.open(opening("node-2"));

        assertThat(again.isGone("a")).isTrue();
        assertThat(again.isGone("b")).isTrue();
        assertThat(again.isGone("c")).isFalse();
    }

    @Test
    void aBatchWhoseAnswerWasLostIsRecognised() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        Batch lost = history.batch();

        assertThat(store.isKept(lost)).isFalse();
        assertThat(store.append(lost)).isTrue();
        history.make("b");
        append(store, history);
        crash(store);

        assertThat(opened(newStore()).open(opening("node-2")).rows()).isEqualTo(history.rows());
    }

    /** Where a test does what only an operator or a newer version would. */
    abstract Connection connection() throws SQLException;

    private void sql(String statement) {
        try (Connection connection = connection()) {
            PostgresDialect.execute(connection, statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tablesOfANewerVersionAreLeftAlone() {
        opened(newStore()).open(opening(NODE));
        open.getLast().close();
        sql("INSERT INTO taskcast_version (version) VALUES (99)");

        assertThatThrownBy(() -> opened(newStore()).open(opening("node-2")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("too old");
    }

    @Test
    void aRowThatCannotBeReadIsSetAside() {
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

    final long count(String query) {
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
    void aChangeThatCannotBeReadIsPassedBy() {
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
    void oldEventsAreDeletedOnceTheyAreInTheTables() {
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
    void manyLivesAreToldApart() {
        for (int life = 0; life < 3; life++) {
            JdbcTaskStore store = opened(newStore());
            History history = new History(store.open(opening(NODE + life)));
            history.make("task-" + life);
            append(store, history);
            store.leave(Set.of(NODE + life));
            store.close();
        }

        Opened opened = opened(newStore()).open(opening("node-4"));

        assertThat(opened.recent())
                .extracting(Applied::position)
                .containsExactly(LEAST + 1, LEAST + 1_000_001, LEAST + 2_000_001);
        assertThat(opened.lives()).containsExactly(LEAST, LEAST + 1_000_000, LEAST + 2_000_000, LEAST + 3_000_000);
        assertThat(opened.head()).isEqualTo(LEAST + 3_000_000);
        assertThat(opened.birth()).isEqualTo(LEAST);
    }

    @Test
    void anOlderClockDoesNotTakePositionsBack() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        append(store, history);
        store.leave(Set.of(NODE));
        store.close();

        assertThat(opened(newStore()).open(opening("node-2", 5)).head()).isEqualTo(LEAST + 1);
    }

    @Test
    void aFailedFlushLosesNothing() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        everything(history);
        append(store, history);
        sql("ALTER TABLE taskcast_notes RENAME TO elsewhere");
        assertThatThrownBy(store::flush).isInstanceOf(StoreException.class);
        history.start("failed", NODE);
        append(store, history);
        sql("ALTER TABLE elsewhere RENAME TO taskcast_notes");
        store.flush();
        assertThat(store.runs(history.row("failed").created(), 5)).hasSize(1);
        store.flush();
        crash(store);

        assertThat(opened(newStore()).open(opening("node-2")).rows()).isEqualTo(history.rows());
    }

    @Test
    void aFlushThatWasCutOffLosesNothing() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        everything(history);
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
        sql("ALTER TABLE taskcast_store RENAME TO elsewhere"); // the last that is written, where there are several
        // transactions
        assertThatThrownBy(store::flush).isInstanceOf(StoreException.class);
        crash(store);
        sql("ALTER TABLE elsewhere RENAME TO taskcast_store");

        JdbcTaskStore next = opened(newStore());
        assertThat(next.open(opening("node-2")).rows()).isEqualTo(history.rows());
        assertThat(next.isGone("new")).isTrue();
        assertThat(next.runs(history.row("failed").created(), 5))
                .extracting(TaskRun::run)
                .containsExactly(2, 1);
        next.flush();
        assertThat(next.runs(history.row("failed").created(), 5))
                .extracting(TaskRun::stackTrace)
                .containsExactly(null, "at x\n\tat y");
        crash(next);
        assertThat(opened(newStore()).open(opening("node-3")).rows()).isEqualTo(history.rows());
    }
}
