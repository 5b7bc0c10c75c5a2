package dev.taskcast.queue;

import org.jspecify.annotations.Nullable;

/** A gate that has a limit of its own, or none. */
abstract class LimitedGate extends Gate {
    final Wakes wakes;
    private @Nullable Limit limit;

    LimitedGate(Wakes wakes) {
        this.wakes = wakes;
    }

    void declare(@Nullable Limit next, long at) {
        limit = next;
        limitChanged(at);
    }

    @Override
    @Nullable
    Limit limit() {
        return limit;
    }

    @Override
    Wakes wakes() {
        return wakes;
    }
}
