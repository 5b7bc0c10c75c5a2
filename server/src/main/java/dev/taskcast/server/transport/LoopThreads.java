package dev.taskcast.server.transport;

import dev.taskcast.thread.Threads;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes the threads of event loops, and knows them: a loop counts as ended a little before its thread does. */
public final class LoopThreads extends DefaultThreadFactory {
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    /** None yet. */
    public LoopThreads() {
        super("taskcast-http", true);
    }

    @Override
    protected Thread newThread(Runnable loop, String name) {
        Thread thread = super.newThread(loop, name);
        threads.add(thread);
        return thread;
    }

    /**
     * Waits for the threads' ends, except for the caller's own.
     *
     * @param patience how long at the most for each
     */
    public void awaitEnd(Duration patience) {
        for (Thread thread : threads) {
            if (thread.isAlive()) { // a loop that was never used has not started its own
                boolean ignored = Threads.join(thread, patience);
            }
        }
    }
}
