package dev.taskcast.testkit.store;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Batch;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.TaskStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is appended is kept, in one order, over any crash. */
interface JournalContract extends Stored {
    @Test
    default void whatIsAppendedIsThereAfterACrash() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        Samples.everything(history, NODE);
        Batch batch = history.batch();
        assertThat(store.journal().append(batch)).isTrue();
        crash(store);

        Opened again = opened(newStore()).open(opening("node-2"));

        assertThat(again.rows()).isEqualTo(history.rows());
        assertThat(again.limits()).isEqualTo(history.limits());
        assertThat(again.orphans()).containsExactlyInAnyOrderElementsOf(history.orphans());
        assertThat(again.recent())
                .isEqualTo(
                        batch.changes().stream().filter(History::isTransition).toList());
    }

    @Test
    default void whatFollowsTheHeadIsTaken() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        Samples.everything(history, NODE);

        Stored.append(store, history);
        history.make("more");
        Stored.append(store, history);
        store.flush();
    }

    @Test
    default void whatIsFlushedIsThere() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        Samples.everything(history, NODE);
        append(store, history);
        store.flush();
        crash(store);

        Opened again = opened(newStore()).open(opening("node-2"));

        assertThat(again.rows()).isEqualTo(history.rows());
        assertThat(again.limits()).isEqualTo(history.limits());
        assertThat(again.orphans()).containsExactlyInAnyOrderElementsOf(history.orphans());
        assertThat(again.recent()).extracting(Applied::position).isSorted();
        assertThat(again.recent().getLast().position()).isEqualTo(history.head());
        List<TaskRow> ends = again.recent().stream().map(Applied::after).toList();
        assertThat(ends)
                .filteredOn(row -> row != null && row.id().equals("completed"))
                .hasSize(3);
    }

    @Test
    default void whatIsAppendedOverFlushedRowsIsThere() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        Samples.everything(history, NODE);
        append(store, history);
        store.flush();
        history.start("failed", NODE);
        history.limit(LimitId.MANAGER, LimitSetting.NONE);
        history.limit(LimitId.queue("new"), LimitSetting.NONE.paused(true));
        history.submit("completed", new Command.Unregister());
        history.start("moving", "node-9");
        history.submit(
                "canceled", new Command.HandlerEnded(history.row("canceled").fence()));
        history.returned(history.orphans().getFirst().fence());
        append(store, history);
        history.complete("failed");
        append(store, history);
        crash(store);

        Opened again = opened(newStore()).open(opening("node-2"));

        assertThat(again.rows()).isEqualTo(history.rows());
        assertThat(again.limits()).isEqualTo(history.limits());
        assertThat(again.orphans()).containsExactlyInAnyOrderElementsOf(history.orphans());
    }

    @Test
    default void aStoreThatIsClosedIsFlushed() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        Samples.everything(history, NODE);
        append(store, history);
        store.nodes().leave(Set.of(NODE));
        store.close();

        Opened again = opened(newStore()).open(opening("node-2"));

        assertThat(again.rows()).isEqualTo(history.rows());
        assertThat(again.limits()).isEqualTo(history.limits());
        assertThat(again.orphans()).containsExactlyInAnyOrderElementsOf(history.orphans());
        assertThat(again.birth()).isEqualTo(LEAST);
        assertThat(again.head()).isEqualTo(LEAST + 1_000_000);
        assertThat(again.lives()).containsExactly(LEAST, LEAST + 1_000_000);
        assertThat(again.nodes()).isEmpty();
    }

    @Test
    default void aBatchFromAnOldHeadIsRefused() {
        TaskStore store = opened(newStore());
        Opened opened = store.open(opening(NODE));
        History first = new History(opened);
        History second = new History(opened);
        first.make("a");
        second.make("b");
        append(store, first);

        assertThat(store.journal().append(second.batch())).isFalse();
    }

    @Test
    default void notesAndAmendmentsAloneAreKept() {
        TaskStore store = opened(newStore());
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

        TaskStore next = opened(newStore());
        assertThat(next.open(opening("node-2")).rows()).isEqualTo(history.rows());
        next.flush();
        crash(next);

        assertThat(opened(newStore()).open(opening("node-3")).rows()).isEqualTo(history.rows());
    }

    @Test
    default void aBatchWhoseAnswerWasLostIsRecognised() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        Batch lost = history.batch();

        assertThat(store.journal().isKept(lost)).isFalse();
        assertThat(store.journal().append(lost)).isTrue();
        history.make("b");
        append(store, history);
        crash(store);

        assertThat(opened(newStore()).open(opening("node-2")).rows()).isEqualTo(history.rows());
    }

    @Test
    default void manyLivesAreToldApart() {
        for (int life = 0; life < 3; life++) {
            TaskStore store = opened(newStore());
            History history = new History(store.open(opening(NODE + life)));
            history.make("task-" + life);
            append(store, history);
            store.nodes().leave(Set.of(NODE + life));
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
    default void anOlderClockDoesNotTakePositionsBack() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        append(store, history);
        store.nodes().leave(Set.of(NODE));
        store.close();

        assertThat(opened(newStore()).open(Stored.openingAt("node-2", 5)).head())
                .isEqualTo(LEAST + 1);
    }

    @Test
    default void aBatchThatIsRefusedCanBeDecidedAgain() {
        TaskStore store = opened(newStore());
        Opened opened = store.open(opening(NODE));
        History first = new History(opened);
        History second = new History(opened);
        first.make("a");
        append(store, first);
        second.make("b");
        assertThat(store.journal().append(second.batch())).isFalse();

        assertThat(store.journal().read(first.head(), first)).isTrue();
        first.make("b");
        append(store, first);
        crash(store);

        assertThat(opened(newStore()).open(opening("node-2")).rows()).isEqualTo(first.rows());
    }

    @Test
    default void aNodeIsNotToldOfItsOwnBatches() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        append(store, history);

        assertThat(store.journal().read(history.head(), history)).isTrue();
        assertThat(history.taken()).isEmpty();
    }

    @Test
    default void noMoreTransitionsAreReadThanAreWanted() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        for (int i = 0; i < 30; i++) {
            history.make("task-" + i);
            append(store, history);
        }
        crash(store);

        Opened opened = opened(newStore()).open(new Opening("node-2", LEAST, 5, Duration.ofSeconds(10)));

        assertThat(opened.rows()).hasSize(30);
        assertThat(opened.recent()).hasSize(5);
        assertThat(opened.recent().getLast().position()).isEqualTo(history.head());
    }
}
