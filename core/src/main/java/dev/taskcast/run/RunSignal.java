package dev.taskcast.run;

import dev.taskcast.task.CancelSignal;
import dev.taskcast.thread.SafeLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/** The signal of one run: first raised (a flag, under the committer's lock), then delivered (to the callbacks). */
final class RunSignal implements CancelSignal {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog CALLBACK_FAILED =
            new SafeLog(LOG, System.Logger.Level.WARNING, "A cancel callback of task \"", "\" failed");

    private static final AtomicReferenceFieldUpdater<RunSignal, Registered> NEWEST =
            AtomicReferenceFieldUpdater.newUpdater(RunSignal.class, Registered.class, "newest");

    /** Before the first one; as most runs have none, in place of the newest one. */
    private static final Registered NONE = new Registered();

    /** In place of the newest one: the signal was delivered, and whoever comes later is called at once. */
    private static final Registered DELIVERED = new Registered();

    private final String id;
    private volatile boolean raised;
    private volatile boolean observed;

    private volatile Registered newest = NONE;

    /** A callback that is to be called, and those before it. */
    private static final class Registered {
        private final Registered before;
        private final Callback callback;
        private final AtomicBoolean taken = new AtomicBoolean(); // back, or to be called

        private Registered() {
            before = this;
            callback = () -> {};
        }

        Registered(Registered before, Callback callback) {
            this.before = before;
            this.callback = callback;
        }

        boolean take() {
            return taken.compareAndSet(false, true);
        }
    }

    RunSignal(String id) {
        this.id = id;
    }

    @Override
    public boolean isCanceled() {
        if (raised) {
            observed = true;
        }
        return raised;
    }

    /** Without the handler's having learnt it. */
    boolean isRaised() {
        return raised;
    }

    /** Whether the handler may have learnt that it is to stop: it asked, or was called back. */
    boolean isObserved() {
        return observed;
    }

    @Override
    public Link onCancel(Callback callback) {
        while (true) {
            Registered before = newest;
            if (before == DELIVERED) {
                call(callback);
                return () -> {};
            }
            Registered registered = new Registered(before, callback);
            if (NEWEST.compareAndSet(this, before, registered)) {
                return () -> takeBack(registered);
            }
        }
    }

    /** What was taken back goes with it, as far as nothing else was registered since. */
    private void takeBack(Registered registered) {
        boolean ignored = registered.take();
        for (Registered last = newest; last.taken.get(); last = newest) {
            if (!NEWEST.compareAndSet(this, last, last.before)) {
                Thread.onSpinWait();
            }
        }
    }

    void raise() {
        raised = true;
    }

    /** Whether somebody is to be called back. Where nobody is, whoever comes later is called at once. */
    boolean hasCallbacks() {
        return !NEWEST.compareAndSet(this, NONE, DELIVERED) && newest != DELIVERED;
    }

    /** Takes the callbacks, in the order in which they came, which are then the caller's to call; those that come later are called at once. */
    List<Callback> take() {
        List<Callback> taken = new ArrayList<>();
        Registered each = NEWEST.getAndSet(this, DELIVERED);
        for (; each != NONE && each != DELIVERED; each = each.before) {
            if (each.take()) {
                taken.add(each.callback);
            }
        }
        return taken.reversed();
    }

    void call(Callback callback) {
        observed = true;
        try {
            callback.canceled();
        } catch (Throwable t) {
            CALLBACK_FAILED.log(id, t);
        }
    }
}
