package dev.taskcast.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.Waiting;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowsTest {
    private static final long BASE = 100;

    private final Rows rows = new Rows(BASE);

    private static TaskIdentity identity(String id) {
        return new TaskIdentity(id, id, null, null, null, List.of());
    }

    private static Change make(String id) {
        return new Change(
                id, null, new Decision.Made(new Pending(identity(id), Waiting.ForStart.FIRST), Terms.DEFAULT, null));
    }

    private static Change start(String id, @Nullable TaskRow from) {
        return new Change(
                id, from, new Decision.Started(new Running(identity(id), new Placement(1, 1), TaskProgress.STARTING)));
    }

    private Applied applied(Change change) {
        Applied applied = Rows.applied(change, rows.head());
        rows.apply(applied);
        return applied;
    }

    private static TaskRow after(Applied applied) {
        return Objects.requireNonNull(applied.after());
    }

    @Test
    void eachTransitionTakesTheNextPositionAndAStartMakesItTheFence() {
        TaskRow made = after(applied(make("x")));
        TaskRow started = after(applied(start("x", made)));
        Canceled canceled = new Canceled(identity("x"), new Ending(1, 1, 2), null);
        TaskRow moved = after(applied(new Change("x", started, new Decision.Moved(canceled))));

        assertThat(List.of(made.created(), made.position(), made.fence())).containsExactly(101L, 101L, 0L);
        assertThat(List.of(started.created(), started.position(), started.fence()))
                .containsExactly(101L, 102L, 102L);
        assertThat(List.of(moved.created(), moved.position(), moved.fence())).containsExactly(101L, 103L, 102L);
        assertThat(rows.find("x")).isSameAs(moved);
    }

    @Test
    void anAmendmentTakesNone() {
        TaskRow made = after(applied(make("x")));
        Applied amended = applied(
                new Change("x", made, new Decision.Amended(new Canceled(identity("x"), new Ending(1, 1, 2), null))));

        assertThat(amended.position()).isEqualTo(101);
        assertThat(after(amended).position()).isEqualTo(101);
        assertThat(after(applied(make("y"))).position()).isEqualTo(102);
    }

    @Test
    void aRemovalTakesAPositionAndLeavesNothing() {
        TaskRow made = after(applied(make("x")));
        Applied removed = applied(new Change("x", made, new Decision.Removed(identity("x"))));

        assertThat(removed.position()).isEqualTo(102);
        assertThat(removed.after()).isNull();
        assertThat(rows.find("x")).isNull();
        assertThat(after(applied(make("x"))).created()).isEqualTo(103);
    }

    @Test
    void aNoteTakesNoPositionAndStaysUntilTheTaskCompletes() {
        TaskRow started = after(applied(start("x", after(applied(make("x"))))));
        Payload half = Payload.of("half", null);
        TaskRow noted = after(applied(new Change("x", started, new Decision.Noted("checkpoint", half))));
        TaskRow failed = after(applied(
                new Change("x", noted, new Decision.Moved(new Failed(identity("x"), new Ending(1, 1, 2), "boom")))));
        TaskRow again = after(applied(start("x", failed)));
        TaskRow completed = after(applied(new Change(
                "x", again, new Decision.Moved(new Completed(identity("x"), new Ending(2, 3, 4), null, List.of())))));

        assertThat(noted.position()).isEqualTo(started.position());
        assertThat(again.notes()).containsExactly(Map.entry("checkpoint", half));
        assertThat(completed.notes()).isNull();
    }

    @Test
    void whatIsAppliedIsSeenAndNothingBeforeThat() {
        Applied made = Rows.applied(make("x"), rows.head());

        assertThat(rows.find("x")).isNull();
        assertThat(rows.head()).isEqualTo(BASE);
        rows.apply(made);
        assertThat(rows.find("x")).isSameAs(made.after());
        rows.upTo(BASE + 50);
        assertThat(after(applied(make("y"))).position()).isEqualTo(BASE + 51);
    }
}
