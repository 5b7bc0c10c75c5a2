package dev.taskcast.queue;

import org.jspecify.annotations.Nullable;

/** The time as far as it is known, and which rates have something to do at a later one. */
final class Wakes {
    private final Heap<Pace> closed = new ByTime(); // rates that hold somebody up
    private final Heap<Pace> resting = new ByTime(); // of keys without tasks: to be forgotten once all permits are back
    private long time;

    long time() {
        return time;
    }

    void to(long now) {
        time = now;
        for (Pace pace = firstDue(); pace != null; pace = firstDue()) {
            cancel(pace);
            pace.gate.woken();
        }
    }

    private @Nullable Pace firstDue() {
        Pace first = closed.first();
        if (first == null || first.wakeAt > time) {
            first = resting.first();
        }
        return first == null || first.wakeAt > time ? null : first;
    }

    /** When the next rate opens; {@link Long#MAX_VALUE} where none will. */
    long next() {
        Pace first = closed.first();
        return first == null ? Long.MAX_VALUE : first.wakeAt;
    }

    void open(Pace pace, long at) {
        wake(pace, false, at);
    }

    void forget(Pace pace, long at) {
        wake(pace, true, at);
    }

    private void wake(Pace pace, boolean rests, long at) {
        if (pace.wakeIndex < 0 || pace.isResting != rests || pace.wakeAt != at) {
            cancel(pace);
            pace.wakeAt = at;
            pace.isResting = rests;
            (rests ? resting : closed).add(pace);
        }
    }

    void dontOpen(Pace pace) {
        if (!pace.isResting) {
            cancel(pace);
        }
    }

    void cancel(Pace pace) {
        if (pace.wakeIndex >= 0) {
            (pace.isResting ? resting : closed).remove(pace);
        }
    }

    private static final class ByTime extends Heap<Pace> {
        @Override
        boolean isBefore(Pace a, Pace b) {
            return a.wakeAt < b.wakeAt;
        }

        @Override
        int indexOf(Pace pace) {
            return pace.wakeIndex;
        }

        @Override
        void setIndex(Pace pace, int index) {
            pace.wakeIndex = index;
        }
    }
}
