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
import dev.taskcast.lifecycle.UsedRates;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.Waiting;
import dev.taskcast.time.ManualClock;
import dev.taskcast.time.StoreClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
        dispatch.limits()
                .set(LimitId.queue(""), LimitSetting.NONE.declared(LimitSetting.Values.NONE.perPeriod(1, 60_000)));
        dispatch.applied(null, running("before"));

        assertThat(dispatch.next()).isNull();
        assertThat(waits("x")).isEqualTo(dispatch.next());
    }

    @Test
    void anOrphanCountsUntilItHasReturnedAndOnlyOnce() {
        dispatch.available("t", true);
        dispatch.limits().set(LimitId.MANAGER, ONE);
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
        dispatch.limits().set(LimitId.MANAGER, ONE);
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

    private static LimitSetting paced(int permits, Duration period) {
        return LimitSetting.NONE.declared(LimitSetting.Values.NONE.perPeriod(permits, period.toMillis()));
    }

    private TaskRow starts(String id, long at) {
        TaskRow row = running(id);
        dispatch.applied(before(row), row, at);
        return row;
    }

    private static TaskRow before(TaskRow row) {
        return new TaskRow(
                new Pending(row.state().identity(), new Waiting.ForStart(0, null)),
                row.created(),
                row.created(),
                0,
                Terms.DEFAULT,
                Payload.of(row.id(), null));
    }

    @Test
    void whatWasUsedUpIsThereAgainWhereALimitWasNotKept() {
        dispatch.available("t", true);
        dispatch.limits().set(LimitId.MANAGER, paced(1, Duration.ofMinutes(1)));
        dispatch.begin();
        TaskRow ignored = starts("a", clock.millis());
        UsedRates before = dispatch.limits().used();
        dispatch.begin();
        dispatch.limits().set(LimitId.MANAGER, LimitSetting.NONE);
        assertThat(dispatch.limits().used().uses()).isEmpty();
        dispatch.limits().dropped(LimitId.MANAGER, paced(1, Duration.ofMinutes(1)));

        assertThat(dispatch.limits().used()).isEqualTo(before);
        dispatch.clear(); // where something could not be accounted for
        assertThat(dispatch.limits().used()).isEqualTo(before);
    }

    @Test
    void nothingIsUsedUpWhereALimitWasNotKeptAndNothingWasBefore() {
        dispatch.available("t", true);
        dispatch.limits().set(LimitId.MANAGER, paced(1, Duration.ofMinutes(1)));
        dispatch.begin();
        dispatch.limits().set(LimitId.MANAGER, paced(1, Duration.ofHours(1)));
        TaskRow row = starts("a", clock.millis());
        dispatch.dropped(before(row), row);
        dispatch.limits().dropped(LimitId.MANAGER, paced(1, Duration.ofMinutes(1)));
        long earlier = clock.millis() - 30_000;
        TaskRow ignored = starts("b", earlier);

        assertThat(dispatch.limits().used().uses())
                .isEqualTo(Map.of(LimitId.MANAGER, new UsedRates.Use(1, 60_000, (earlier + 60_000) * 1_000_000)));
    }

    /** Its clock was ahead: here it is as late by now. */
    @Test
    void aStartOfAnotherNodeHoldsNobodyUpForLongerThanItsPeriod() {
        dispatch.available("t", true);
        dispatch.limits().set(LimitId.MANAGER, paced(1, Duration.ofMinutes(1)));
        TaskRow ignored = starts("a", clock.millis() + Duration.ofHours(1).toMillis());
        String waits = waits("b");
        assertThat(dispatch.next()).isNull();
        clock.advance(Duration.ofMinutes(1));

        assertThat(dispatch.next()).isEqualTo(waits);
    }

    @Test
    void aStartSaysWhenWhereARateAsks() {
        assertThat(dispatch.start().at()).isZero();
        dispatch.limits().set(LimitId.MANAGER, ONE);
        assertThat(dispatch.start().at()).isZero();
        dispatch.limits().set(LimitId.queue("q"), paced(1, Duration.ofMinutes(1)));
        assertThat(dispatch.start()).isEqualTo(new Command.Start(NODE, clock.millis()));
        dispatch.limits().set(LimitId.queue("q"), LimitSetting.NONE);
        assertThat(dispatch.start().at()).isZero();
    }
}
