package dev.taskcast.queue;

import org.jspecify.annotations.Nullable;

/**
 * The halves of bands in which somebody may start, but for what concerns all: the manager's limit and the node's slots. First
 * comes the band whose oldest has waited longest, where each priority counts as a minute.
 */
final class Ready {
    private final Heap<Half> slotted = new ByScore();
    private final Heap<Half> slotless = new ByScore();

    void see(Half half, boolean mayStart) {
        Heap<Half> heap = half.takesSlot ? slotted : slotless;
        boolean isIn = half.readyIndex >= 0;
        if (mayStart && isIn) {
            heap.moved(half);
        } else if (mayStart) {
            heap.add(half);
        } else if (isIn) {
            heap.remove(half);
        }
    }

    /** The half whose band is next. */
    @Nullable
    Half first(boolean hasSlot) {
        Half first = slotless.first();
        Half other = hasSlot ? slotted.first() : null;
        return first == null || (other != null && isSooner(other, first)) ? other : first;
    }

    /** Whose turn it is. */
    @Nullable
    WaitingLane next(boolean hasSlot) {
        Half first = first(hasSlot);
        return first == null ? null : first.band.inTurn(hasSlot);
    }

    static boolean isSooner(Half a, Half b) {
        return isSooner(a.band, a.oldest(), b.band, b.oldest());
    }

    /** Whether a band comes before another one, by the oldest of each; none is after all others. */
    static boolean isSooner(Band a, @Nullable WaitingLane oldest, Band b, @Nullable WaitingLane other) {
        if (oldest == null || other == null) {
            return oldest != null;
        }
        Waiter mine = oldest.head();
        Waiter theirs = other.head();
        int order = Long.compare(a.score(mine.readyAt()), b.score(theirs.readyAt()));
        order = order == 0 ? Long.compare(mine.since(), theirs.since()) : order;
        return order < 0 || (order == 0 && mine.created() < theirs.created());
    }

    private static final class ByScore extends Heap<Half> {
        @Override
        boolean isBefore(Half a, Half b) {
            return isSooner(a, b);
        }

        @Override
        int indexOf(Half half) {
            return half.readyIndex;
        }

        @Override
        void setIndex(Half half, int index) {
            half.readyIndex = index;
        }
    }
}
