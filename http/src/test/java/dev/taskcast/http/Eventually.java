package dev.taskcast.http;

import dev.taskcast.Await;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waiting for what comes from another thread, and can only be looked at. */
public final class Eventually {
    private Eventually() {}

    /**
     * Looks, on this thread, until it is so.
     *
     * @param condition true in the end
     */
    public static void is(Callable<Boolean> condition) {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Await.LIMIT)
                .until(condition);
    }
}
