package dev.taskcast.commit;

import dev.taskcast.count.Counts;
import dev.taskcast.dispatch.Dispatch;
import dev.taskcast.dispatch.NodeSlots;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.EventLog;
import dev.taskcast.retention.History;
import dev.taskcast.retention.Load;
import dev.taskcast.retention.Payloads;
import dev.taskcast.retention.Window;
import dev.taskcast.store.RestingTasks;
import dev.taskcast.thread.Loop;
import dev.taskcast.time.StoreClock;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ledgers and committers of tests that start nothing by themselves. */
public final class TestLedgers {
    /** Has no handler begin. */
    public static final Launches NO_LAUNCHES = new Launches() {
        @Override
        public void started(@Nullable TaskRow before, @Nullable TaskRow after) {}

        @Override
        public void replaced(@Nullable TaskRow before, @Nullable TaskRow after) {}

        @Override
        public void begun() {}
    };

    private static final TaskClock.Timers NO_TIMERS = new TaskClock.Timers() {
        @Override
        public TaskClock.Timer after(Duration delay, Runnable action) {
            return () -> {};
        }

        @Override
        public void close() {}
    };
    private static final int ALL = Integer.MAX_VALUE;

    private TestLedgers() {}

    /** Of tasks without limits, none of which is forgotten. */
    public static Ledger ledger(Rows rows, EventLog log, TaskClock clock, OnApplied onEach) {
        return ledger(rows, log, new History(ALL), clock, onEach);
    }

    /** Of tasks without limits. */
    public static Ledger ledger(Rows rows, EventLog log, History history, TaskClock clock, OnApplied onEach) {
        return ledger(rows, log, history, NodeSlots.UNLIMITED, clock, onEach);
    }

    /** Of tasks on a node with slots. */
    static Ledger ledger(Rows rows, EventLog log, History history, NodeSlots slots, TaskClock clock, OnApplied onEach) {
        Followers followers = new Followers(
                history, new Load(ALL), new Counts(clock), new Payloads(Long.MAX_VALUE), onEach, Observed.NOT);
        return ledger(rows, log, followers, slots, clock);
    }

    /** Of tasks on a node, with what follows from their changes. */
    static Ledger ledger(Rows rows, EventLog log, Followers followers, NodeSlots slots, TaskClock clock) {
        Dispatch dispatch = new Dispatch(null, new StoreClock(clock, 0), slots, Dispatch.Tasks.of(rows::all));
        return new Ledger(rows, log, dispatch, followers, held(rows, clock), clock);
    }

    /** Nothing rests, and nothing is forgotten that the history does not say. */
    static Ledger.Ended held(Rows rows, TaskClock clock) {
        return held(rows, clock, new StoreClock(clock, 0));
    }

    /** By a clock of the store. */
    static Ledger.Ended held(Rows rows, TaskClock clock, StoreClock storeClock) {
        return new Ledger.Ended(
                new Window(ALL, Long.MAX_VALUE),
                true,
                new Resting(rows, RestingTasks.NONE, clock, NO_TIMERS, Duration.ZERO, Loop.Watch.NONE),
                storeClock,
                row -> {});
    }

    /** Whatever is to start waits from now on. */
    public static void pause(Ledger ledger) {
        ledger.dispatch().limits().set(LimitId.MANAGER, LimitSetting.NONE.paused(true));
    }

    /** In memory. */
    public static DirectCommitter direct(Ledger ledger, TaskClock clock) {
        return new DirectCommitter(ledger, NO_LAUNCHES, new StoreClock(clock, 0), NO_TIMERS);
    }
}
