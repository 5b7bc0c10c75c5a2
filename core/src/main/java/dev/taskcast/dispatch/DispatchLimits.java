package dev.taskcast.dispatch;

import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.UsedRates;
import dev.taskcast.thread.ShortLock;
import java.util.Map;

/** The limits of a {@link Dispatch}, as they are set, and how far their rates are used up. Thread-safe. */
public final class DispatchLimits {
    private final ShortLock lock; // of the fold
    private final Fold fold;
    private final Runnable changed; // called under the lock

    DispatchLimits(ShortLock lock, Fold fold, Runnable changed) {
        this.lock = lock;
        this.fold = fold;
        this.changed = changed;
    }

    /**
     * How a limit is set.
     *
     * @param of what
     * @return {@link LimitSetting#NONE} where it is not
     */
    public LimitSetting get(LimitId of) {
        return lock.get(() -> fold.limits.get(of));
    }

    /**
     * All limits as they are set.
     *
     * @return a copy
     */
    public Map<LimitId, LimitSetting> all() {
        return lock.get(() -> fold.limits.all());
    }

    /**
     * A limit is set, now.
     *
     * @param of what
     * @param to how
     */
    public void set(LimitId of, LimitSetting to) {
        set(of, to, 0);
    }

    /**
     * A limit is set.
     *
     * @param of what
     * @param to how
     * @param at when, on the store's clock; 0 where that was not said
     */
    public void set(LimitId of, LimitSetting to, long at) {
        lock.run(() -> {
            fold.limit(of, to, at);
            changed.run();
        });
    }

    /**
     * That a limit was set was not kept. The newest first, as with {@link Dispatch#dropped}.
     *
     * @param of what
     * @param from how it was before
     */
    public void dropped(LimitId of, LimitSetting from) {
        lock.run(() -> {
            fold.limitDropped(of, from);
            changed.run();
        });
    }

    /**
     * How far rates are used up.
     *
     * @return as it is
     */
    public UsedRates used() {
        return lock.get(fold::usedRates);
    }

    /**
     * What was used up of rates before the dispatch began, or while it was not there; in place of what is known.
     *
     * @param used as the store has it
     */
    public void used(UsedRates used) {
        lock.run(() -> fold.used(used));
    }
}
