package dev.taskcast.commit;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What was told to a committer by threads that do not wait for it: a chain, so that to tell something is one write. Any thread adds to it;
 * whoever has the committer's lock takes from it.
 */
final class Told {
    /** About 1 µs: what the lock, and all that is changed under it, costs to fetch from another processor and to give back. */
    private static final int MOST_LOOKS = 30;
    /** So that it is noticed when others take what is told again. */
    private static final int FEWEST_LOOKS = 4;

    private final AtomicReference<@Nullable Proposal> newest = new AtomicReference<>();
    /** What was taken and is still to be decided, the oldest first. Changed under the lock. */
    private volatile @Nullable Proposal left;

    private int patience = MOST_LOOKS; // by how it went lately, on any thread: one may overwrite what another has found

    /** Whether there was nothing that nobody had taken yet: who adds the first sees to it that all are done. */
    boolean add(Proposal proposal) {
        Proposal before;
        do {
            before = newest.get();
            proposal.next(before);
        } while (!newest.compareAndSet(before, proposal));
        return before == null;
    }

    /** Whether there is nothing to decide. Any thread. */
    boolean isEmpty() {
        return newest.get() == null && left == null;
    }

    /** Whether what was taken before is still to be decided. */
    boolean isLeft() {
        return left != null;
    }

    /**
     * Waits a moment for others to take what was added. While tasks are started as fast as can be, and on another processor, the next start
     * has it in its hands sooner than this thread would get the lock. Where nobody comes, the wait is for nothing, and more of a run than
     * all else that its thread does: so it is a shorter one the next time.
     */
    boolean isTakenByOthers() {
        int most = patience;
        for (int looks = 0; looks < most; looks++) {
            if (newest.get() == null) {
                patience(Math.min(MOST_LOOKS, 2 * most));
                return true;
            }
            Thread.onSpinWait();
        }
        patience(Math.max(FEWEST_LOOKS, most - 1));
        return false;
    }

    private void patience(int looks) {
        if (patience != looks) {
            patience = looks;
        }
    }

    /** The first of those that are to be decided next, the oldest first; null for none. They stay the taker's until {@link #leave}. */
    @Nullable
    Proposal take() {
        Proposal first = left;
        return first != null || newest.get() == null ? first : oldestFirst(newest.getAndSet(null));
    }

    private static @Nullable Proposal oldestFirst(@Nullable Proposal newest) {
        Proposal oldest = null;
        for (Proposal proposal = newest; proposal != null; ) {
            Proposal before = proposal.next();
            proposal.next(oldest);
            oldest = proposal;
            proposal = before;
        }
        return oldest;
    }

    /** What was taken and is not decided: it comes before all that is added. */
    void leave(@Nullable Proposal first) {
        if (left != first) { // mostly both are null, and a write would be waited for
            left = first;
        }
    }
}
