package dev.taskcast.server.transport;

import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.thread.Threads;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Makes the threads of event loops, and knows them: a loop counts as ended a little before its thread does. */
public final class LoopThreads extends DefaultThreadFactory {
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private final ThreadMaker maker;

    /**
     * None yet.
     *
     * @param maker what they are like
     */
    public LoopThreads(ThreadMaker maker) {
        super("taskcast-http", true);
        this.maker = maker;
    }

    /** A thread of Netty's kind can't be told to inherit nothing: it is made on one that has nothing to inherit. */
    @Override
    protected Thread newThread(Runnable loop, String name) {
        AtomicReference<@Nullable Thread> made = new AtomicReference<>();
        Thread birthplace = maker.platform(name, () -> made.set(super.newThread(loop, name)));
        birthplace.start();
        boolean ignored = Threads.join(birthplace, Duration.ofSeconds(Long.MAX_VALUE));
        Thread thread = made.get();
        if (thread == null) {
            throw new OutOfMemoryError("No thread could be made for an event loop");
        }
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
