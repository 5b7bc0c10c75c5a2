package dev.taskcast.spring.autoconfigure;

import org.springframework.context.SmartLifecycle;

/**
 * Something that is done once when an application starts, and something that is done when it stops. Steps start in the order of their
 * phases and stop the other way round, and so does the web server: it has {@code DEFAULT_PHASE - 2048}, and its graceful shutdown
 * {@code DEFAULT_PHASE - 1024}.
 */
final class LifecycleStep implements SmartLifecycle {
    /** After the web server has stopped, so that the last requests are answered, and before the beans go that handlers use. */
    static final int MANAGER = DEFAULT_PHASE - 4_096;
    /** Before the web server waits for its requests to end: a stream would have it wait for as long as it may. */
    static final int STREAMS = DEFAULT_PHASE - 512;
    /** Once all else has started, the web server included: an application that does not come up runs no task. */
    static final int HANDLERS = DEFAULT_PHASE - 256;

    private final int phase;
    private final Runnable onStart;
    private final Runnable onStop;
    private volatile boolean running;

    private LifecycleStep(int phase, Runnable onStart, Runnable onStop) {
        this.phase = phase;
        this.onStart = onStart;
        this.onStop = onStop;
    }

    static LifecycleStep starting(int phase, Runnable onStart) {
        return new LifecycleStep(phase, onStart, () -> {});
    }

    static LifecycleStep stopping(int phase, Runnable onStop) {
        return new LifecycleStep(phase, () -> {}, onStop);
    }

    @Override
    public void start() {
        onStart.run();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        onStop.run();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** A manager or servlet that was closed does not open again. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return phase;
    }
}
