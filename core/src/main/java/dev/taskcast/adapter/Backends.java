package dev.taskcast.adapter;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what stands behind a manager. A manager shows its users nothing of it: its class says here how to get there, when it is loaded,
 * and this package is exported to modules of ours only. Thread-safe.
 */
public final class Backends {
    private static volatile @Nullable Function<Object, Backend> opener;

    private Backends() {}

    /**
     * Called once, by the manager's class.
     *
     * @param ofManager gives what stands behind a manager
     * @throws IllegalStateException if it was called before
     */
    public static synchronized void openedBy(Function<Object, Backend> ofManager) {
        if (opener != null) {
            throw new IllegalStateException("Only the manager's own class says what stands behind a manager");
        }
        opener = ofManager;
    }

    /**
     * What stands behind a manager.
     *
     * @param manager a {@code TaskManager}; this package is one of those that it is made of, and does not know it
     * @return the same as long as the manager lives
     * @throws ClassCastException if it is anything else
     */
    public static Backend of(Object manager) {
        Function<Object, Backend> known = opener;
        if (known == null) {
            throw new ClassCastException("Only a TaskManager has a backend, got: " + manager.getClass());
        }
        return known.apply(manager);
    }
}
