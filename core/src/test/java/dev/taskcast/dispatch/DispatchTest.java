package dev.taskcast.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Lifecycle;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.Waiting;
import dev.taskcast.time.ManualClock;
import dev.taskcast.time.StoreClock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What follows from changes one by one; the rest is simulated. */
class DispatchTest {
    private static final String NODE = "here";
    private static final LimitSetting ONE = LimitSetting.NONE.declared(LimitSetting.Values.NONE.atOnce(1));

    private final ManualClock clock = new ManualClock();
    private final Dispatch dispatch =
            new Dispatch(NODE, new StoreClock(clock, 0), new TenSlots(), Dispatch.Tasks.of(List::of));
    private long position;

    private static final class TenSlots implements NodeSlots {
        @Override
        public int room() {
            return 10;
        }

        @Override
        public int free() {
            return 10;
        }

        @Override
        public boolean isUnlimited() {
            return false;
        }
    }

    private TaskRow running(String id) {
        TaskIdentity identity = new TaskIdentity(id, "t", null, null, null, List.of());
        Running running = new Running(identity, new Placement(1, 5, NODE, false, 0, null), TaskProgress.STARTING);
        return new TaskRow(running, ++position, position, position, Terms.DEFAULT, Payload.of(id, null));
    }

    private String waits(String id) {
        TaskIdentity identity = new TaskIdentity(id, "t", null, null, null, List.of());
        Command made = new Command.Register(
                identity, Terms.DEFAULT, Payload.of(id, null), new Waiting.ForSlot(0, 1, null, null));
        apply(null, made);
        return id;
    }

    private @Nullable TaskRow apply(@Nullable TaskRow row, Command command) {
        Decision.Next next = (Decision.Next) Lifecycle.decide(row, command, 10);
        TaskRow after = TaskRow.after(row, next, ++position);
        dispatch.applied(row, after);
        return after;
    }

    @Test
    void runsThatWereThereBeforeUseUpNoRate() {
        dispatch.available("t", true);
        dispatch.limit(LimitId.queue(""), LimitSetting.NONE.declared(LimitSetting.Values.NONE.perPeriod(1, 60_000)));
        dispatch.applied(null, running("before"));

        assertThat(dispatch.next()).isNull();
        assertThat(waits("x")).isEqualTo(dispatch.next());
    }

    @Test
    void anOrphanCountsUntilItHasReturnedAndOnlyOnce() {
        dispatch.available("t", true);
        dispatch.limit(LimitId.MANAGER, ONE);
        TaskRow held = running("held");
        dispatch.applied(null, held);
        apply(held, new Command.Unregister());
        String waiting = waits("x");
        assertThat(dispatch.next()).isNull();
        Orphan orphan = Objects.requireNonNull(dispatch.orphan(held.fence()));
        assertThat(dispatch.orphans()).containsExactly(orphan);
        assertThat(orphan.node()).isEqualTo(NODE);

        dispatch.returned(orphan);
        assertThat(dispatch.next()).isEqualTo(waiting);
        dispatch.orphaned(orphan); // that it has returned was not kept
        assertThat(dispatch.next()).isNull();
        dispatch.returned(orphan);
        dispatch.returned(orphan);
        assertThat(dispatch.next()).isEqualTo(waiting);
        dispatch.orphaned(orphan);
        assertThat(dispatch.next()).isNull();
    }

    @Test
    void aRemovalThatIsNotKeptLeavesNoOrphan() {
        dispatch.available("t", true);
        dispatch.limit(LimitId.MANAGER, ONE);
        TaskRow held = running("held");
        dispatch.applied(null, held);
        String waiting = waits("x");
        dispatch.begin();
        dispatch.applied(held, null);
        dispatch.dropped(held, null);

        assertThat(dispatch.orphans()).isEmpty();
        assertThat(dispatch.next()).isNull();
        apply(held, new Command.Complete(held.fence(), null, List.of()));
        assertThat(dispatch.next()).isEqualTo(waiting);
    }
}
