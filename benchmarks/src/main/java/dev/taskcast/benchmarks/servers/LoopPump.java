package dev.taskcast.benchmarks.servers;

import io.netty.channel.IoEventLoop;
import io.netty.channel.SingleThreadEventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Runs rounds as tasks of an event loop, so that its I/O gets a turn between two of them. */
final class LoopPump {

    private LoopPump() {}

    static long run(IoEventLoop loop, Duration time, LongSupplier round) throws Exception {
        var done = new CompletableFuture<Long>();
        long end = System.nanoTime() + time.toNanos();
        loop.execute(new Runnable() {
            private long writes;

            @Override
            public void run() {
                try {
                    writes += round.getAsLong();
                } catch (RuntimeException e) {
                    done.completeExceptionally(e);
                    return;
                }
                if (System.nanoTime() - end < 0) {
                    next(loop, this);
                } else {
                    done.complete(writes);
                }
            }
        });
        return done.get();
    }

    /**
     * A task that queues itself by {@code execute} keeps the loop from its I/O for up to a second, the default
     * of {@code io.netty.eventLoop.maxTaskProcessingQuantumMs}; one that comes from the tail waits its turn.
     */
    private static void next(IoEventLoop loop, Runnable task) {
        ((SingleThreadEventLoop) loop).executeAfterEventLoopIteration(() -> loop.execute(task));
    }
}
