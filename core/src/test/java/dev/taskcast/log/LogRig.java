package dev.taskcast.log;

import dev.taskcast.commit.Committer;
import dev.taskcast.commit.Ledger;
import dev.taskcast.commit.OnApplied;
import dev.taskcast.commit.Rows;
import dev.taskcast.commit.TestLedgers;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopped;
import dev.taskcast.time.ManualClock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A log with the committer and the store before it, moved by hand. Positions are told from {@link #BASE} on. */
final class LogRig {
    static final long BASE = 1_000;

    final Rows rows = new Rows(BASE);
    final EventLog log;
    final Committer committer;
    private final Ledger ledger;
    private final Map<Long, TaskProgress> cells = new ConcurrentHashMap<>();

    LogRig(int replayWindow) {
        log = new EventLog(BASE, replayWindow, cells::get);
        ManualClock clock = new ManualClock();
        ledger = TestLedgers.ledger(rows, log, clock, OnApplied.NOTHING);
        committer = TestLedgers.direct(ledger, clock);
    }

    static TaskIdentity identity(String id) {
        return new TaskIdentity(id, id, null, null, null, List.of());
    }

    Decision submit(String id, Command command) {
        return committer.submit(id, command, OnApplied.NOTHING);
    }

    LogRig register(String... ids) {
        for (String id : ids) {
            done(id, new Command.Register(identity(id), Terms.DEFAULT, null));
        }
        return this;
    }

    LogRig start(String id) {
        return done(id, new Command.Start());
    }

    /** It comes to wait for its turn, which nobody has any more. */
    LogRig queue(String id) {
        TestLedgers.pause(ledger);
        return done(id, new Command.Enqueue(0, false));
    }

    /** What is done for those who watch it. */
    boolean stands(String id, int position) {
        TaskRow row = row(id);
        return log.standing(row.created(), row.position(), new Standing(Standing.Why.SLOT, null, position, 0));
    }

    LogRig complete(String id) {
        return done(id, new Command.Complete(row(id).fence(), null, List.of()));
    }

    LogRig cancel(String id) {
        return done(id, new Command.Cancel());
    }

    LogRig handlerEnded(String id) {
        return done(id, new Command.HandlerEnded(row(id).fence()));
    }

    LogRig unregister(String id) {
        return done(id, new Command.Unregister());
    }

    private LogRig done(String id, Command command) {
        if (!(submit(id, command) instanceof Decision.Next)) {
            throw new AssertionError("Wanted " + command + " of " + id + " to happen");
        }
        return this;
    }

    TaskRow row(String id) {
        return Objects.requireNonNull(rows.find(id));
    }

    /** What {@code ctx.progress} does. */
    LogRig report(String id, String message) {
        cells.put(row(id).fence(), new TaskProgress(message));
        return this;
    }

    /** What the publisher does when the task's turn has come. */
    LogRig publish(String id) {
        log.amended().progress(row(id), Objects.requireNonNull(cells.get(row(id).fence())));
        return this;
    }

    /** What {@code ctx.progress} does after {@link #report}, where every report is an event. */
    LogRig commitReport(String id) {
        return done(id, new Command.Report(row(id).fence(), Objects.requireNonNull(cells.get(row(id).fence()))));
    }

    LogRig progress(String id, String message) {
        return report(id, message).publish(id);
    }

    /** A reader's place that has all transitions up to one, and no progress. */
    static Cursor at(long position) {
        return new Cursor(BASE + position, 0);
    }

    Read.Some read(Cursor cursor) {
        return read(cursor, Integer.MAX_VALUE);
    }

    Read.Some read(Cursor cursor, int max) {
        return (Read.Some) log.read(cursor, max);
    }

    static List<String> told(Read read) {
        return ((Read.Some) read).events().stream().map(LogRig::told).toList();
    }

    /** {@code a running half @3~}: which task, its state, its position, and a tilde where that is not its own. */
    static String told(Event event) {
        return event.identity().id() + " " + told(event.state()) + " @" + (event.position() - BASE)
                + (event.isTransition() ? "" : "~");
    }

    static String told(@Nullable TaskState state) {
        return switch (state) {
            case null -> "removed";
            case Running running -> "running " + running.progress().message();
            case Stopped stopped
            when stopped.stopping() != null -> stopped.status().wireName() + " stopping";
            case Pending pending
            when pending.standing() != null ->
                "pending as no. " + pending.standing().position();
            default -> state.status().wireName();
        };
    }
}
