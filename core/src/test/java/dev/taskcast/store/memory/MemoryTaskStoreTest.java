package dev.taskcast.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Change;
import dev.taskcast.store.Outcome;
import dev.taskcast.store.Outcome.Applied;
import dev.taskcast.store.Outcome.Conflict;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Waiting;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryTaskStoreTest {
    private static final long BASE = 100;

    private final MemoryTaskStore store = new MemoryTaskStore(BASE);

    private static TaskIdentity identity(String id) {
        return new TaskIdentity(id, id, null, null, null, List.of());
    }

    private static Change make(String id) {
        return new Change(id, null, new Decision.Made(new Pending(identity(id), Waiting.FOR_FIRST_START), false, null));
    }

    private static Change start(String id, @Nullable TaskRow from) {
        return new Change(
                id, from, new Decision.Started(new Running(identity(id), new Placement(1, 1), TaskProgress.STARTING)));
    }

    private Applied applied(Change change) {
        return (Applied) store.commit(List.of(change)).getFirst();
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

        assertThat(store.base()).isEqualTo(BASE);
        assertThat(List.of(made.created(), made.position(), made.fence())).containsExactly(101L, 101L, 0L);
        assertThat(List.of(started.created(), started.position(), started.fence()))
                .containsExactly(101L, 102L, 102L);
        assertThat(List.of(moved.created(), moved.position(), moved.fence())).containsExactly(101L, 103L, 102L);
        assertThat(store.find("x")).isSameAs(moved);
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
        assertThat(store.find("x")).isNull();
        assertThat(after(applied(make("x"))).created()).isEqualTo(103);
    }

    @Test
    void aChangeFromARowThatIsNoLongerTheNewestIsAConflictAndTheOthersAreKept() {
        TaskRow made = after(applied(make("x")));
        TaskRow started = after(applied(start("x", made)));
        List<Outcome> outcomes =
                store.commit(List.of(start("x", made), make("y"), make("x"), start("z", made), make("z")));

        assertThat(outcomes)
                .hasExactlyElementsOfTypes(
                        Conflict.class, Applied.class, Conflict.class, Conflict.class, Applied.class);
        assertThat(((Conflict) outcomes.getFirst()).current()).isSameAs(started);
        assertThat(((Conflict) outcomes.get(3)).current()).isNull();
        assertThat(((Applied) outcomes.get(1)).position()).isEqualTo(103);
        assertThat(((Applied) outcomes.get(4)).position())
                .as("a conflict takes no position")
                .isEqualTo(104);
    }
}
