package dev.taskcast.run;

import dev.taskcast.task.CancelSignal;
import dev.taskcast.thread.SafeLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The signal of one run: first raised (a flag, under the committer's lock), then delivered (to the callbacks). */
final class RunSignal implements CancelSignal {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog CALLBACK_FAILED =
            new SafeLog(LOG, System.Logger.Level.WARNING, "A cancel callback of task \"", "\" failed");

    private final String id;
    private volatile boolean raised;
    private volatile boolean observed;

    // Guarded by this; never held while a callback is called.
    private @Nullable List<Callback> callbacks; // null for none, as most runs have
    private boolean delivered;

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
        synchronized (this) {
            if (!delivered) {
                if (callbacks == null) {
                    callbacks = new ArrayList<>(1);
                }
                callbacks.add(callback);
                return new Registered(callback);
            }
        }
        call(callback);
        return () -> {};
    }

    private synchronized void remove(Callback callback) {
        if (callbacks != null) {
            callbacks.remove(callback);
        }
    }

    /** Takes its callback back once, so that closing it twice leaves alone a second registration of the same one. */
    private final class Registered implements Link {
        private @Nullable Callback callback;

        Registered(Callback callback) {
            this.callback = callback;
        }

        @Override
        public void close() {
            synchronized (RunSignal.this) {
                if (callback != null) {
                    remove(callback);
                    callback = null;
                }
            }
        }
    }

    void raise() {
        raised = true;
    }

    /** Whether somebody is to be called back. */
    synchronized boolean hasCallbacks() {
        if (callbacks == null) {
            delivered = true; // whoever comes later is called at once
        }
        return callbacks != null;
    }

    /** Takes the callbacks, which are then the caller's to call; those that come later are called at once. */
    synchronized List<Callback> take() {
        delivered = true;
        List<Callback> taken = callbacks;
        callbacks = null;
        return taken == null ? List.of() : taken;
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
