package dev.taskcast.queue;

import org.jspecify.annotations.Nullable;

/**
 * What a limit is of, and whether it lets somebody start now. Who waits behind it is told when that changes, all at once: it
 * is then one move in a heap for all of them, or for the few lanes of a key.
 */
abstract class Gate {
    private int holders;
    private boolean isOpen = true;
    private Hold hold = Hold.NONE;
    private @Nullable Pace pace;

    /** Its limit; null where it has none. */
    abstract @Nullable Limit limit();

    /** What its limit is of. */
    abstract LimitOf of();

    abstract Wakes wakes();

    /** It has been opened or closed. */
    abstract void toggled();

    /** Whether it is worth a wake when its rate lets the next one start. */
    boolean isAwaited() {
        return true;
    }

    /** Whether its type's code is here, and the like. */
    boolean isUsable() {
        return true;
    }

    boolean isOpen() {
        return isOpen;
    }

    int holders() {
        return holders;
    }

    /** How far its rate is used up; null where nothing is. */
    @Nullable
    Pace pace() {
        return pace;
    }

    void count(int change) {
        holders += change;
        if (holders < 0) {
            throw new IllegalStateException("a handler must be counted before it is freed, got: " + of());
        }
        if (limit() != null) {
            refresh();
        }
    }

    boolean isHalfFree() {
        Limit limit = limit();
        return limit == null || 2L * holders < limit.maxConcurrent();
    }

    /** A start uses its rate up. Gives what puts that back; {@code next} where it has no rate. */
    Undo.@Nullable Used started(long now, Undo.@Nullable Used next) {
        Limit limit = limit();
        Rate rate = limit == null ? null : limit.rate();
        if (rate == null) {
            return next;
        }
        Pace used = pace == null ? new Pace(this, rate) : pace;
        pace = used;
        long before = used.started(now);
        refresh();
        return new Undo.Used(this, used.rate(), before, next);
    }

    /** As before a start; where its rate is another one by now, it stays as far used up as it is. */
    void restore(Rate rate, long fullNanos) {
        if (pace != null && pace.rate().equals(rate)) {
            pace.restore(fullNanos);
        }
        refresh();
    }

    /** Its limit may be another one, from a time on. */
    void limitChanged(long at) {
        Limit limit = limit();
        Rate rate = limit == null ? null : limit.rate();
        Pace before = pace;
        if (before != null && !before.rate().equals(rate)) {
            pace(rate == null ? null : new Pace(this, rate, rate.inPlaceOf(before.rate(), before.fullNanos(), at)));
        }
        refresh();
    }

    /** So far a rate is used up. Nothing where its limit has no rate. */
    void use(Rate of, long fullNanos, long at) {
        Limit limit = limit();
        Rate rate = limit == null ? null : limit.rate();
        if (rate != null) {
            pace(new Pace(this, rate, rate.equals(of) ? fullNanos : rate.inPlaceOf(of, fullNanos, at)));
            refresh();
        }
    }

    private void pace(@Nullable Pace next) {
        if (pace != null) {
            wakes().cancel(pace);
        }
        pace = next;
    }

    /** A time has come for which it asked. */
    void woken() {
        refresh();
    }

    /** Looks whether it is open now. */
    void refresh() {
        Limit limit = limit();
        boolean hasRoom = isUsable() && (limit == null || (!limit.isShut() && holders < limit.maxConcurrent()));
        boolean opens = hasRoom && (pace == null || isInTime(pace));
        if (opens != isOpen) {
            isOpen = opens;
            toggled();
        }
        Hold before = hold;
        hold = holds(limit);
        if (hold != before) {
            holdsOtherwise(before);
        }
    }

    private Hold holds(@Nullable Limit limit) {
        if (!isUsable()) {
            return Hold.LACKING;
        }
        if (limit == null) {
            return Hold.NONE;
        }
        if (limit.isShut()) {
            return Hold.SHUT;
        }
        boolean hasRoom = holders < limit.maxConcurrent();
        return isOpen ? Hold.LIMITED : hasRoom ? Hold.PACED : Hold.FULL;
    }

    /** What it means for who waits behind it. */
    Hold hold() {
        return hold;
    }

    /** It means something else. */
    abstract void holdsOtherwise(Hold before);

    private boolean isInTime(Pace used) {
        long due = used.dueMillis();
        boolean isDue = due <= wakes().time();
        if (isDue || !isAwaited()) {
            wakes().dontOpen(used);
        } else {
            wakes().open(used, due);
        }
        return isDue;
    }
}
