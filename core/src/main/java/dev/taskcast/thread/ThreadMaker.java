package dev.taskcast.thread;

import org.jspecify.annotations.Nullable;

/**
 * Makes the threads of ours, all alike whoever has them made: the context class loader and the thread group are those of whoever made the
 * maker, the priority is the usual one, and no {@code InheritableThreadLocal} is inherited. A thread that took such things from the caller
 * who happens to need it would show users' code, and keep alive, what belongs to somebody else. Thread-safe.
 */
public final class ThreadMaker {
    private final @Nullable ClassLoader contextLoader;
    private final @Nullable ThreadGroup group;

    private ThreadMaker(Thread creator) {
        contextLoader = creator.getContextClassLoader();
        group = creator.getThreadGroup();
    }

    /**
     * Of the current thread.
     *
     * @return makes threads that are like it, but inherit nothing else
     */
    public static ThreadMaker here() {
        return new ThreadMaker(Thread.currentThread());
    }

    /**
     * A platform thread, and a daemon.
     *
     * @param name its name
     * @param body what it does
     * @return a thread that is not started yet
     */
    @SuppressWarnings("ThreadPriorityCheck") // not to rely on one, but on none that a caller happens to have
    public Thread platform(String name, Runnable body) {
        Thread made = Thread.ofPlatform()
                .group(group)
                .name(name)
                .daemon()
                .priority(Thread.NORM_PRIORITY)
                .inheritInheritableThreadLocals(false)
                .unstarted(body);
        made.setContextClassLoader(contextLoader);
        return made;
    }

    /**
     * A virtual thread. It calls {@link #settle} by itself: whoever starts it has more to do.
     *
     * @param body what it does
     * @return a thread that is not started yet
     */
    public Thread virtual(Runnable body) {
        return Thread.ofVirtual().inheritInheritableThreadLocals(false).unstarted(body);
    }

    /** Gives the current thread the context class loader that all have. */
    @SuppressWarnings("ReferenceEquality") // the very same one
    public void settle() {
        Thread current = Thread.currentThread();
        if (current.getContextClassLoader() != contextLoader) {
            current.setContextClassLoader(contextLoader);
        }
    }
}
