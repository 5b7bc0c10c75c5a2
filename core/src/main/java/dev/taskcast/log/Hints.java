package dev.taskcast.log;

import dev.taskcast.thread.SafeLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells readers that there may be something to read. Thread-safe. */
final class Hints {
    private static final SafeLog NOT_TOLD = new SafeLog(
            System.getLogger("dev.taskcast"), System.Logger.Level.ERROR, "A reader could not be told of a change");

    private final List<Runnable> hints = new CopyOnWriteArrayList<>();

    Runnable add(Runnable hint) {
        hints.add(hint);
        return () -> hints.remove(hint);
    }

    /** One who can't be told harms neither the others nor the caller. */
    void tell() {
        for (Runnable hint : hints) {
            try {
                hint.run();
            } catch (Throwable t) { // its reader looks by itself now and then
                NOT_TOLD.log(t);
            }
        }
    }
}
