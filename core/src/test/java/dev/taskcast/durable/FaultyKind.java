package dev.taskcast.durable;

import dev.taskcast.task.TaskOptions;

/** What the handlers of {@link FaultsTest} do. */
enum FaultyKind {
    QUICK(false),
    SLOW(false),
    STUBBORN(false),
    THROWS(false),
    CHECKPOINT(true),
    ONCE(true),
    TRACK(true);

    static final String BOOM = "boom";

    private final boolean restarts;

    FaultyKind(boolean restarts) {
        this.restarts = restarts;
    }

    /** Whether another run goes on where one was cut off. */
    boolean restarts() {
        return restarts;
    }

    TaskOptions options() {
        return restarts() ? TaskOptions.builder().restartInterrupted().build() : TaskOptions.DEFAULT;
    }

    /** The id of the one registered task of this kind. */
    String registered() {
        return "r-" + name();
    }

    /** The name of the type of this kind. */
    String type() {
        return "t-" + name();
    }
}
