package dev.taskcast.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.count.Counts;
import dev.taskcast.dispatch.Dispatch;
import dev.taskcast.dispatch.NodeSlots;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Lifecycle;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.log.EventLog;
import dev.taskcast.retention.History;
import dev.taskcast.retention.Load;
import dev.taskcast.retention.Payloads;
import dev.taskcast.store.Opened;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.time.ManualClock;
import dev.taskcast.time.StoreClock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CatchUpNoMemoryTest {
    private static final long BASE = 100;
    private static final int ALL = Integer.MAX_VALUE;

    private final ManualClock clock = new ManualClock();
    private final Rows rows = new Rows(BASE);
    private final Ledger ledger = new Ledger(
            rows,
            new EventLog(BASE, 10, fence -> null),
            new Dispatch("n", new StoreClock(clock, 0), NodeSlots.UNLIMITED, Dispatch.Tasks.of(rows::all)),
            new Followers(
                    new History(ALL),
                    new Load(ALL),
                    new Counts(clock),
                    new Payloads(Long.MAX_VALUE),
                    OnApplied.NOTHING,
                    Observed.NOT),
            TestLedgers.held(rows, clock),
            clock);

    private static TaskRow after(TaskRow row, Command command, long position) {
        TaskRow next = TaskRow.after(row, (Decision.Next) Lifecycle.decide(row, command, 1), position);
        assertThat(next).isNotNull();
        return next;
    }

    private static TaskRow running() {
        TaskIdentity identity = new TaskIdentity("x", "x", null, null, null, List.of());
        Decision.Next made =
                (Decision.Next) Lifecycle.decide(null, new Command.Register(identity, Terms.DEFAULT, null), 1);
        TaskRow row = TaskRow.after(null, made, BASE + 1);
        assertThat(row).isNotNull();
        return after(row, new Command.Start("n"), BASE + 2);
    }

    @Test
    void aRunThatCouldNotBeBegunIsBegunOnceThereIsMemory() {
        TaskRow row = running();
        Opened opened = new Opened(BASE, BASE + 2, List.of(row), List.of(), List.of(), Set.of());
        AtomicInteger tries = new AtomicInteger();
        CatchUp catchUp = new CatchUp(
                ledger,
                (before, after) -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new OutOfMemoryError("for a test");
                    }
                },
                OnApplied.NOTHING);

        assertThatThrownBy(() -> catchUp.take(opened)).isInstanceOf(OutOfMemoryError.class);
        assertThat(rows.find("x"))
                .as("as before, so that it is looked at again")
                .isNull();
        catchUp.take(opened);
        assertThat(rows.find("x")).isEqualTo(row);
        catchUp.take(opened);
        assertThat(tries).as("begun, and not twice").hasValue(2);
        assertThat(ledger.isWhole()).isTrue();
    }
}
