package dev.taskcast.server.transport;

import dev.taskcast.thread.SafeLog;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An event loop that nothing ends but its shutdown. Netty's own ends with the first {@code Error} that its waiting for connections throws, or
 * the logging of what a task of it has thrown, as they do where there is no memory: all of its connections would hang then, and of those that
 * are accepted from then on every n-th.
 */
final class LastingLoop extends SingleThreadIoEventLoop {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog ROUND_FAILED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "A round of an event loop failed");
    private static final long NAP_NANOS =
            10_000_000; // so that one that throws all the time leaves the processor to others
    private static final long MAX_TASKS_NANOS = TimeUnit.SECONDS.toNanos(1); // as Netty has it

    LastingLoop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory handlers) {
        super(parent, executor, handlers);
    }

    @Override
    protected void run() {
        boolean isFirst = true;
        boolean isEnded = false;
        while (!isEnded) {
            boolean first = isFirst;
            isFirst = false;
            try {
                isEnded = runOnce(first);
            } catch (Throwable t) { // what is to say so may fail too, even the loading of its class
                LockSupport.parkNanos(NAP_NANOS);
            }
        }
    }

    private boolean runOnce(boolean isFirst) {
        try {
            if (isFirst) {
                super.run();
            } else {
                goOn();
            }
            return true;
        } catch (Throwable t) {
            ROUND_FAILED.log(t);
            LockSupport.parkNanos(NAP_NANOS);
            return false;
        }
    }

    /** As {@code super.run()}, but for what is done once. */
    private void goOn() {
        do {
            runIo();
            if (isShuttingDown()) {
                ioHandler().prepareToDestroy();
            }
            runAllTasks(MAX_TASKS_NANOS);
        } while (!confirmShutdown() && !canSuspend());
    }
}
