package dev.taskcast.testkit.store;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.Opened;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What decides when a task runs: limits, attempts, and what a newer version says of it. */
interface QueueContract extends Stored {
    /** Some limit. */
    LimitSetting SOME = LimitSetting.NONE.declared(new LimitSetting.Values(2, 100, 60_000));

    @Test
    default void limitsAreThereAsTheyWereSetLast() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        assertThat(history.limits()).isEmpty();
        history.limit(LimitId.queue("kept"), SOME);
        history.limit(LimitId.queue("changed"), SOME);
        history.limit(LimitId.queue("cleared"), SOME);
        append(store, history);
        store.flush();
        history.limit(LimitId.queue("changed"), SOME.paused(true));
        history.limit(LimitId.queue("cleared"), LimitSetting.NONE);
        history.limit(LimitId.key("kept", "k"), SOME);
        append(store, history);
        crash(store);

        TaskStore next = opened(newStore());
        Opened opened = next.open(opening("node-2"));
        assertThat(opened.rows()).isEmpty();
        assertThat(opened.recent()).isEmpty();
        assertThat(opened.limits())
                .isEqualTo(Map.of(
                        LimitId.queue("kept"), SOME,
                        LimitId.queue("changed"), SOME.paused(true),
                        LimitId.key("kept", "k"), SOME));
        next.flush();
        crash(next);
        assertThat(opened(newStore()).open(opening("node-3")).limits()).isEqualTo(opened.limits());
    }

    @Test
    default void limitsTakeNoPosition() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        long head = history.head();
        history.limit(LimitId.MANAGER, SOME);
        append(store, history);
        assertThat(history.head()).isEqualTo(head);
        history.make("a");
        history.limit(LimitId.MANAGER, SOME.paused(true));
        history.make("b");
        append(store, history);

        assertThat(history.row("b").created()).isEqualTo(head + 2);
        crash(store);
        Opened opened = opened(newStore()).open(opening("node-2"));
        assertThat(opened.rows()).isEqualTo(history.rows());
        assertThat(opened.limits()).isEqualTo(history.limits());
    }

    @Test
    default void handlersThatGoOnWithoutTheirTasksAreThereUntilTheyHaveReturned() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        for (String id : List.of("stays", "returns")) {
            history.make(id);
            history.start(id, NODE);
        }
        history.submit("stays", new Command.Cancel());
        append(store, history);
        store.flush();
        long head = history.head();
        history.submit("stays", new Command.Unregister());
        history.submit("returns", new Command.Unregister());
        append(store, history);
        store.flush();
        assertThat(history.orphans())
                .extracting(orphan -> orphan.identity().id(), Orphan::node)
                .containsExactly(tuple("stays", NODE), tuple("returns", NODE));
        history.returned(history.orphans().getLast().fence());
        assertThat(history.head()).isEqualTo(head + 2);
        append(store, history);
        crash(store);

        TaskStore next = opened(newStore());
        Opened opened = next.open(opening("node-2"));
        assertThat(opened.rows()).isEmpty();
        assertThat(opened.orphans()).isEqualTo(history.orphans()).hasSize(1);
        next.flush();
        crash(next);
        assertThat(opened(newStore()).open(opening("node-3")).orphans()).isEqualTo(history.orphans());
    }

    @Test
    default void aRunThatFailedAndIsTriedAgainIsToldOf() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        Samples.tried(history, "a", NODE);
        append(store, history);
        store.flush();
        Samples.fail(history, "a", 5_000, "first\u0000");
        append(store, history);
        long created = history.row("a").created();

        List<TaskRun> runs = store.records().runs(created, 10);
        assertThat(runs).singleElement().satisfies(run -> {
            assertThat(run.run()).isEqualTo(1);
            assertThat(run.outcome()).isEqualTo(TaskStatus.ERROR);
            assertThat(run.error()).isEqualTo("first\u0000");
            assertThat(run.stackTrace()).isEqualTo("trace of first\u0000");
            assertThat(run.node()).isEqualTo(NODE);
            assertThat(run.startedAt()).isPositive();
            assertThat(run.endedAt()).isEqualTo(1_700_000_900_000L);
        });
        store.flush();
        assertThat(store.records().runs(created, 10)).isEqualTo(runs);
        history.start("a", "node-5");
        Samples.fail(history, "a", 5_000, "second");
        append(store, history);
        assertThat(store.records().runs(created, 10))
                .extracting(TaskRun::error)
                .containsExactly("second", "first\u0000");
        store.flush();
        history.submit("a", new Command.Cancel());
        append(store, history);
        store.flush();

        assertThat(store.records().runs(created, 10))
                .extracting(TaskRun::error)
                .containsExactly("second", "first\u0000");
        assertThat(store.records().runs(created, 10)).extracting(TaskRun::node).containsExactly("node-5", NODE);
    }

    @Test
    default void aRunWhoseNodeEndedInOrderAndThatIsTriedAgainIsToldOf() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        Samples.tried(history, "a", NODE);
        append(store, history);
        store.flush();
        history.submit("a", new Command.Interrupt(history.row("a").fence(), null, 0));
        append(store, history);
        long created = history.row("a").created();

        List<TaskRun> runs = store.records().runs(created, 10);
        assertThat(runs).singleElement().satisfies(run -> {
            assertThat(run.run()).isEqualTo(1);
            assertThat(run.outcome()).isEqualTo(TaskStatus.RUNNING);
            assertThat(run.error()).isNull();
            assertThat(run.node()).isEqualTo(NODE);
        });
        history.start("a", "node-5");
        history.complete("a");
        append(store, history);
        store.flush();
        assertThat(store.records().runs(created, 10))
                .extracting(TaskRun::outcome)
                .containsExactly(TaskStatus.COMPLETED, TaskStatus.RUNNING);
    }

    @Test
    default void whatANewerVersionSaysOfATaskIsHandedOn() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        TaskIdentity identity = new TaskIdentity("a", "a", null, null, null, List.of());
        history.submit("a", new Command.Register(identity, Terms.DEFAULT.withOthers(Samples.OTHERS), null));
        append(store, history);
        store.flush();
        history.submit("a", new Command.Attach(identity, Terms.keeping(true)));
        history.start("a", NODE);
        append(store, history);
        assertThat(history.row("a").terms()).isEqualTo(Terms.keeping(true).withOthers(Samples.OTHERS));
        store.flush();
        crash(store);

        TaskStore next = opened(newStore());
        Opened opened = next.open(opening("node-2"));
        assertThat(opened.rows()).isEqualTo(history.rows());
        assertThat(opened.rows().getFirst().terms().isKnown()).isFalse();
    }
}
