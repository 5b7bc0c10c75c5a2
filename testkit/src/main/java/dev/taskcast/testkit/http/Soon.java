package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what nobody tells of. */
final class Soon {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20); // a net
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Soon() {}

    static void until(Callable<Boolean> condition) {
        long begun = System.nanoTime();
        while (!holds(condition)) {
            assertThat(System.nanoTime() - begun).as("nanoseconds waited").isLessThan(LIMIT_NANOS);
            LockSupport.parkNanos(NAP_NANOS);
        }
    }

    private static boolean holds(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
