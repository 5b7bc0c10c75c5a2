package dev.taskcast.run;

import dev.taskcast.task.CancelSignal;
import dev.taskcast.thread.SafeLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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

    /** As {@link Registered#delivered}, where there is none. */
    private static final Registered NONE_DELIVERED = Registered.delivered(NONE);

    private final String id;
    private volatile boolean raised;
    private volatile boolean observed;

    private volatile Registered newest = NONE;

    /** A callback that is to be called, and those before it. */
    private static final class Registered {
        private final Registered before;
        private final Callback callback;
        private final AtomicReference<Fate> fate;

        private Registered() {
            before = this;
            callback = () -> {};
            fate = new AtomicReference<>(Fate.OPEN);
        }

        private Registered(Registered before, Callback callback, Fate fate) {
            this.before = before;
            this.callback = callback;
            this.fate = new AtomicReference<>(fate);
        }

        static Registered of(Registered before, Callback callback) {
            return new Registered(before, callback, Fate.OPEN);
        }

        /** In place of the newest one: the signal is being delivered to those before, and whoever comes later is called at once. */
        static Registered delivered(Registered newest) {
            return new Registered(newest, () -> {}, Fate.IS_DELIVERED);
        }

        boolean isDelivered() {
            return fate.get() == Fate.IS_DELIVERED;
        }

        boolean isTakenBack() {
            return fate.get() == Fate.TAKEN_BACK;
        }

        /** Whether it is to be called, and can't be taken back any more. */
        boolean claim() {
            return fate.compareAndSet(Fate.OPEN, Fate.DUE) || fate.get() == Fate.DUE;
        }

        /** Whether whoever asks is to call it. */
        boolean take() {
            return fate.compareAndSet(Fate.DUE, Fate.CALLED);
        }

        void takeBack() {
            boolean ignored = fate.compareAndSet(Fate.OPEN, Fate.TAKEN_BACK);
        }
    }

    private enum Fate {
        OPEN,
        TAKEN_BACK,
        DUE,
        CALLED,
        IS_DELIVERED
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
            if (before.isDelivered()) {
                call(callback);
                return () -> {};
            }
            Registered registered = Registered.of(before, callback);
            if (NEWEST.compareAndSet(this, before, registered)) {
                return () -> takeBack(registered);
            }
        }
    }

    /** What was taken back goes with it, as far as nothing else was registered since. */
    private void takeBack(Registered registered) {
        registered.takeBack();
        for (Registered last = newest; last.isTakenBack(); last = newest) {
            if (!NEWEST.compareAndSet(this, last, last.before)) {
                Thread.onSpinWait();
            }
        }
    }

    void raise() {
        raised = true;
    }

    /**
     * From now on no callback can be taken back, and whoever comes later is called at once. To be called before the handler is interrupted: it
     * may leave by that, and would take back what it waits for. May be called again, and where it has thrown.
     *
     * @return whether somebody is still to be called back
     */
    boolean claim() {
        Registered last = newest;
        while (!last.isDelivered()) {
            Registered delivered = last == NONE ? NONE_DELIVERED : Registered.delivered(last);
            last = NEWEST.compareAndSet(this, last, delivered) ? delivered : newest;
        }
        boolean areThere = false;
        for (Registered each = last.before; each != NONE; each = each.before) {
            areThere |= each.claim();
        }
        return areThere;
    }

    /** Calls those that are claimed, in the order in which they came: each once, whoever calls this, and how often. */
    void callBack() {
        List<Registered> due = new ArrayList<>();
        Registered last = newest;
        for (Registered each = last.isDelivered() ? last.before : NONE; each != NONE; each = each.before) {
            due.add(each);
        }
        for (Registered each : due.reversed()) {
            if (each.take()) {
                call(each.callback);
            }
        }
    }

    private void call(Callback callback) {
        observed = true;
        try {
            callback.canceled();
        } catch (Throwable t) {
            CALLBACK_FAILED.log(id, t);
        }
    }
}
