package dev.taskcast.commit;

import dev.taskcast.dispatch.Dispatch;
import dev.taskcast.dispatch.Target;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Lifecycle;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.UniqueKey;
import dev.taskcast.log.EventLog;
import dev.taskcast.retention.History;
import dev.taskcast.retention.Load;
import dev.taskcast.retention.Payloads;
import dev.taskcast.retention.Window;
import dev.taskcast.store.Applied;
import dev.taskcast.store.RestingCount;
import dev.taskcast.thread.SafeLog;
import dev.taskcast.time.StoreClock;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What both committers do: decide from the rows, account for what was kept, and show it. Under the committer's lock, or on
 * its thread.
 */
public final class Ledger {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog NOT_SHOWN =
            new SafeLog(LOG, System.Logger.Level.ERROR, "Changes could not be shown; readers will begin anew");
    private static final SafeLog UNACCOUNTED = new SafeLog(
            LOG, System.Logger.Level.ERROR, "Not all could be done that follows from a change of task \"", "\"");
    /** What becomes of tasks whose unique key a newer one is to have. */
    static final Command REPLACE = new Command.Cancel();

    /** So that nobody waits for it. */
    private static final int MOST_AT_REST = 256;

    private static final int MOST_LET_GO = 8_192;

    private static final Decision FULL = new Decision.Refused(Decision.Reason.FULL);

    private final Rows rows;
    private final EventLog log;
    private final Dispatch dispatch;
    private final History history;
    private final Load load;
    private final Payloads payloads;
    private final Followers followers;
    private final InstantSource clock;
    private final Ended ended;
    private volatile boolean isWhole = true; // written by the committer
    private volatile int endedBesideWindow; // likewise
    private boolean hasSaidFull;

    /**
     * What has ended, and what becomes of it in the heap.
     *
     * @param window what is held of it
     * @param rests whether what is too much for that rests in the store; otherwise it is forgotten
     * @param resting what is not held
     * @param clock by which the periods of unique keys end
     * @param onRest called for each task that is let go of
     */
    public record Ended(Window window, boolean rests, Resting resting, StoreClock clock, Consumer<TaskRow> onRest) {}

    /**
     * Of all tasks.
     *
     * @param rows the tasks
     * @param log where events are shown
     * @param dispatch which of them begins next
     * @param followers what follows from the rows
     * @param ended what becomes of tasks that have ended
     * @param clock wall time
     */
    public Ledger(Rows rows, EventLog log, Dispatch dispatch, Followers followers, Ended ended, InstantSource clock) {
        this.rows = rows;
        this.log = log;
        this.dispatch = dispatch;
        this.ended = ended;
        this.clock = clock;
        history = followers.history();
        load = followers.load();
        payloads = followers.payloads();
        this.followers = followers;
    }

    /**
     * Takes note of a task that was there before.
     *
     * @param row as the store has it
     */
    public void restore(TaskRow row) {
        rows.restore(row);
        followers.restore(row);
        dispatch.applied(null, row);
        ended.window.applied(null, row);
    }

    /**
     * Takes note of how many tasks rest, in place of what was known.
     *
     * @param resting those that are not held
     */
    public void restore(Collection<RestingCount> resting) {
        followers.counts().restore(resting);
    }

    Rows rows() {
        return rows;
    }

    EventLog log() {
        return log;
    }

    /**
     * What waits, and what may start.
     *
     * @return follows the rows
     */
    public Dispatch dispatch() {
        return dispatch;
    }

    /** What is decided where somebody wants something: a task that somebody wants to start may have to wait for its turn. */
    Command wanted(@Nullable TaskRow row, Command command) {
        return command instanceof Command.Enqueue enqueue ? dispatch.decide(row, enqueue) : command;
    }

    /**
     * Over which task is to be decided for a submit with a unique key. Where none could be made, none is canceled for it.
     *
     * @param row the task of its id; null where that is free
     * @param command any
     * @param more of what is on its way, how many are new submits
     * @return null where it is no such submit
     */
    @Nullable
    Target target(@Nullable TaskRow row, Command command, int more) {
        UniqueKey key =
                command instanceof Command.Register register ? register.terms().unique() : null;
        if (key == null || !(command instanceof Command.Register register)) {
            return null;
        }
        Target target = dispatch.decide(register, key);
        int replaced = target.replaced().size();
        boolean isRefused = replaced > 0 && (row != null || load.isFull(more - replaced));
        return isRefused ? new Target(target.id(), command, List.of()) : target;
    }

    /** Decides over a task as it will be after what else is on its way; of that {@code more} are new submits. */
    Decision decide(@Nullable TaskRow row, Command command, int more) {
        if (command instanceof Command.Register register && register.payload() != null && load.isFull(more)) {
            return FULL;
        }
        return decideAnyway(row, command);
    }

    /** Decides, whatever the load is. */
    Decision decideAnyway(@Nullable TaskRow row, Command command) {
        return command instanceof Command.SetLimit limit ? decide(limit) : decided(command, decideOfRow(row, command));
    }

    /** What follows from the row alone: to be {@link #decided} under the lock, where the row is still the same. Any thread. */
    Decision decideOfRow(@Nullable TaskRow row, Command command) {
        return Lifecycle.decide(row, command, clock.millis());
    }

    /** What was decided of a run's last word: where it comes too late for its task, its handler has returned all the same. */
    Decision decided(Command command, Decision decision) {
        Orphan orphan = decision instanceof Decision.Refused && command instanceof Command.HandlerEnded ended
                ? dispatch.orphan(ended.fence())
                : null;
        return orphan == null ? decision : new Decision.Returned(orphan);
    }

    private Decision decide(Command.SetLimit limit) {
        LimitSetting from = dispatch.limits().get(limit.of());
        LimitSetting to = limit.change().apply(from);
        return to.equals(from)
                ? new Decision.Refused(Decision.Reason.SAME)
                : new Decision.Limited(limit.of(), from, to, isPaced(from) || isPaced(to) ? ended.clock.millis() : 0);
    }

    private static boolean isPaced(LimitSetting limit) {
        return limit.values().permits() > 0;
    }

    /**
     * What is decided after it is decided as if this were kept: see {@link #dropped}. What it does by halves is made anew by
     * {@link #mend}.
     */
    void drafted(Applied applied) {
        boolean isDone = false;
        try {
            switch (applied.change().next()) {
                case Decision.Limited limited -> dispatch.limits().set(limited.of(), limited.to(), limited.at());
                case Decision.Returned returned -> dispatch.returned(returned.orphan());
                case Decision.Started started ->
                    dispatch.applied(applied.change().from(), applied.after(), started.at());
                default -> dispatch.applied(applied.change().from(), applied.after());
            }
            isDone = true;
        } finally {
            isWhole &= isDone;
        }
    }

    /** It was not kept. The newest first. */
    void dropped(Applied applied) {
        boolean isDone = false;
        try {
            switch (applied.change().next()) {
                case Decision.Limited limited -> dispatch.limits().dropped(limited.of(), limited.from());
                case Decision.Returned returned -> dispatch.orphaned(returned.orphan());
                default -> dispatch.dropped(applied.change().from(), applied.after());
            }
            isDone = true;
        } finally {
            isWhole &= isDone;
        }
    }

    /**
     * Takes note of a change that is kept. The log is the caller's to {@link #show} it in. What fails once the row is changed is what can be
     * made anew from the rows: see {@link #mend}. But for the reaction to it: what that throws is thrown.
     */
    void account(Applied applied, OnApplied onApplied) {
        ended.resting.happens(applied); // first: who looks for a task that is not held any more learns of it
        boolean rested = rests(applied);
        rows.apply(applied);
        onApplied.applied(applied.change().from(), applied.after());
        note(applied, rested);
    }

    /** Whether its task is not held before it although it is there. */
    private boolean rests(Applied applied) {
        TaskRow task = switch (applied.change().next()) {
            case Decision.Woken woken -> woken.row();
            case Decision.Removed removed -> applied.change().from();
            default -> null;
        };
        return task != null && rows.find(task.id()) == null && log.member(task.created()) == null;
    }

    private void note(Applied applied, boolean rested) {
        try {
            followers.applied(applied, rested);
            ended.window.applied(applied.change().from(), applied.after());
        } catch (Throwable t) {
            isWhole = false;
            UNACCOUNTED.log(applied.change().id(), t);
        }
    }

    /** As {@link #account}, or not at all: where the reaction throws, nothing has happened. */
    void accountOrNot(Applied applied, OnApplied onApplied) {
        long headBefore = rows.head();
        boolean isDone = false;
        try {
            rows.apply(applied);
            onApplied.applied(applied.change().from(), applied.after());
            isDone = true;
        } finally {
            if (!isDone) {
                rows.undo(applied, headBefore);
            }
        }
        note(applied, false);
        try {
            drafted(applied);
        } catch (Throwable t) {
            UNACCOUNTED.log(applied.change().id(), t);
        }
    }

    /** Who is told of what this node has done. */
    Observed observed() {
        return followers.observed();
    }

    /** Makes changes visible that were accounted for. */
    void show(List<Applied> changes) {
        try {
            log.append(changes);
        } catch (Throwable t) {
            isWhole = false;
            NOT_SHOWN.log(t);
        }
    }

    /**
     * A task is another one by now, by changes that are not known. What follows from the rows is to be made anew after that. Where the
     * reaction to it throws, the task is as before.
     */
    void becomes(@Nullable TaskRow before, @Nullable TaskRow after, OnApplied reaction) {
        reaction.applied(before, after);
        if (after == null) {
            rows.rest(Objects.requireNonNull(before));
        } else if (before == null) {
            rows.restore(after);
        } else {
            rows.put(after);
        }
        followers.becomes(before, after);
    }

    /** How many tasks are held at the most that may rest. */
    int mostHeld() {
        return ended.window.max();
    }

    /** How many bytes the payloads of tasks that wait may take. */
    long mostPayloadBytes() {
        return payloads.maxBytes();
    }

    /** Something was accounted for by halves: what follows from the rows is to be made anew. */
    void unsettle() {
        isWhole = false;
    }

    /** Whether there is nothing to {@link #mend}. Any thread. */
    boolean isWhole() {
        return isWhole;
    }

    /**
     * Makes anew what follows from the rows, where a part of it could not be done. Where it throws it is to be called again, and nothing be
     * decided before.
     */
    void mend() {
        if (isWhole) {
            return;
        }
        followers.clear();
        dispatch.clear();
        ended.window.clear();
        List<TaskRow> all = rows.all();
        all.sort(Comparator.comparingLong(TaskRow::position)); // in which the ended ones are let go of
        for (TaskRow row : all) {
            followers.again(row);
            dispatch.applied(null, row);
            ended.window.applied(null, row);
        }
        log.beginAnew(all, rows.head());
        isWhole = true;
        LOG.log(System.Logger.Level.INFO, "What could not be accounted for was made anew");
    }

    /** Lets go of ended tasks, and of what tasks that wait were submitted with, where it is too much and the store has it for certain. */
    void rest(long certain) {
        for (TaskRow row : payloads.tooMany(rows::find, position -> position <= certain, MOST_LET_GO)) {
            letGo(row);
        }
        endedBesideWindow = Math.max(0, history.size() - ended.window.size());
        for (String id : ended.window.tooMany(position -> position <= certain, this::isFree, MOST_AT_REST)) {
            TaskRow row = rows.find(id);
            if (row != null) {
                rest(row);
            }
        }
    }

    private void letGo(TaskRow row) {
        TaskRow light = row.light();
        boolean isDone = false;
        try {
            log.letGoOfPayload(row.created());
            rows.put(light);
            payloads.applied(row, light);
            isDone = true;
        } finally {
            isWhole &= isDone;
        }
    }

    private boolean isFree(String id) {
        TaskRow row = rows.find(id);
        return row == null || !row.hasKeyAt(ended.clock.millis());
    }

    private void rest(TaskRow row) {
        boolean isDone = false;
        try {
            ended.window.applied(row, null);
            log.rest(row);
            history.rests(row);
            followers.counts().rests(row);
            dispatch.rests(row);
            ended.onRest.accept(row);
            ended.resting.rests(row); // before it is held no more: who looks for it then finds it
            rows.rest(row);
            isDone = true;
        } finally {
            isWhole &= isDone;
        }
    }

    Resting resting() {
        return ended.resting;
    }

    /** Ended tasks that are too much, the oldest first. */
    List<String> tooMany(int most) {
        List<String> old = history.isEmpty() ? List.of() : history.tooMany(most);
        if (!old.isEmpty() || ended.rests) {
            return old;
        }
        List<String> beyond = ended.window.tooMany(position -> true, this::isFree, most);
        if (!beyond.isEmpty() && !hasSaidFull) {
            hasSaidFull = true;
            LOG.log(
                    System.Logger.Level.INFO,
                    "There are " + ended.window.size()
                            + " ended tasks in memory, and from now on the oldest are forgotten:"
                            + " maxHistory sets how many there may be, and a store keeps them all");
        }
        return beyond;
    }

    /** How many ended tasks are held that will not rest. Any thread. */
    public int endedBesideWindow() {
        return endedBesideWindow;
    }

    /** Forgets a task as it is now. */
    Command evict(String id) {
        TaskRow row = rows.find(id);
        return new Command.Evict(row == null ? 0 : row.position());
    }
}
