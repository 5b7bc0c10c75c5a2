package dev.taskcast.engine;

import dev.taskcast.commit.GroupCommitter;
import dev.taskcast.commit.Ledger;
import dev.taskcast.commit.Resting;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.retention.History;
import dev.taskcast.store.RestingTasks;
import dev.taskcast.store.StoreException;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.time.StoreClock;
import dev.taskcast.time.TaskClock;
import java.util.ArrayList;
import java.util.List;

/**
 * Has ended tasks forgotten that rest in the store and are too many or too old. Those that are held are forgotten by whoever commits.
 * The upkeep's thread.
 */
final class Forgetting {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final int AT_ONCE = 500;
    private static final long INTERVAL_NANOS = 1_000_000_000;

    private final Settings.Limits limits;
    private final RestingTasks store;
    private final Ledger ledger;
    private final Resting resting;
    private final GroupCommitter committer;
    private final StoreClock storeClock;
    private final TaskClock clock;
    private long nextNanos;
    private boolean failing;

    Forgetting(Settings settings, Ledger ledger, Resting resting, GroupCommitter committer, StoreClock storeClock) {
        limits = settings.limits();
        store = settings.storage().store().resting();
        this.ledger = ledger;
        this.resting = resting;
        this.committer = committer;
        this.storeClock = storeClock;
        clock = settings.timing().clock();
        nextNanos = clock.nanos();
    }

    private boolean isLimited() {
        return limits.maxHistory() != Integer.MAX_VALUE || !History.isForEver(limits.maxHistoryAge());
    }

    /** Once a second, and at once again where there was much to do. */
    void pass() {
        if (!isLimited() || clock.nanos() - nextNanos < 0) {
            return;
        }
        try {
            boolean areMoreTooMany = forget(tooMany());
            boolean areMoreTooOld = forget(tooOld());
            nextNanos = clock.nanos() + (areMoreTooMany || areMoreTooOld ? 0 : INTERVAL_NANOS);
            failing = false;
        } catch (StoreException | StoreUnavailableException e) {
            if (!failing) {
                LOG.log(System.Logger.Level.WARNING, "What is too old in the store can't be forgotten for now", e);
            }
            failing = true;
            nextNanos = clock.nanos() + INTERVAL_NANOS;
        }
    }

    private List<TaskRow> tooMany() {
        if (limits.maxHistory() == Integer.MAX_VALUE) {
            return List.of();
        }
        return store.oldest(Math.max(0, limits.maxHistory() - ledger.endedBesideWindow()), AT_ONCE);
    }

    /** By the store's clock: when they ended in this life of the manager is no longer known. */
    private List<TaskRow> tooOld() {
        long now = storeClock.millis();
        if (History.isForEver(limits.maxHistoryAge()) || !TaskClock.isPlausible(now)) {
            return List.of();
        }
        long oldest = now - limits.maxHistoryAge().toMillis();
        return store.oldest(0, AT_ONCE).stream()
                .takeWhile(row -> row.state() instanceof Terminal ended && ended.lastRun() < oldest)
                .toList();
    }

    /** Those that are held by now, or are gone, are left alone. Whether there were as many as could be. */
    private boolean forget(List<TaskRow> rows) {
        List<Resting.Look> looks = new ArrayList<>();
        int told = 0;
        try {
            for (TaskRow row : rows) {
                Resting.Look look = resting.lookFor(row.id());
                if (look != null) {
                    looks.add(look);
                }
            }
            looks.forEach(Resting.Look::await);
            for (Resting.Look look : List.copyOf(looks)) {
                TaskRow row = look.row();
                if (row != null) {
                    looks.remove(look); // who answers closes it
                    committer.tell(look, new Command.Evict(row.position()));
                    told++;
                }
            }
        } finally {
            looks.forEach(Resting.Look::close);
        }
        return told == AT_ONCE;
    }
}
