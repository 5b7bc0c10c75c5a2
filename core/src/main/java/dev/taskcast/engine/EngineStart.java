package dev.taskcast.engine;

import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.memory.Epoch;

/** An engine that is about to begin: opens its store, and closes it again where the engine can't begin. One thread's. */
final class EngineStart implements AutoCloseable {
    private static final int MIN_RECENT = 1_024;

    private final NodeSetup setup;
    private int tasks; // that the store has
    private boolean isOthers; // the store is another manager's
    private boolean isDone;

    /** Of an engine that works so. */
    EngineStart(Settings settings) {
        setup = new NodeSetup(
                NodeName.of(settings.storage().nodeName()),
                settings,
                settings.timing().clock().newTimers(),
                new Vitals(settings.timing().clock()));
    }

    NodeSetup setup() {
        return setup;
    }

    /** Opens the store. What is in it is not held here, so that it is nobody's where there is no room for it. */
    Opened open() {
        Settings settings = setup.settings();
        long now = setup.clock().millis();
        long least = setup.isDurable() ? Epoch.next(now) : Epoch.inMemory(now);
        int recent = Math.max(settings.limits().eventBufferSize(), MIN_RECENT);
        Opening opening = new Opening(
                setup.name(),
                least,
                recent,
                settings.limits().recent(),
                settings.limits().payloadBytes(),
                settings.storage().patience());
        try {
            Opened opened = setup.store().open(opening);
            tasks = opened.rows().size();
            return opened;
        } catch (IllegalStateException e) {
            isOthers = true;
            throw e;
        }
    }

    /** The heap has no room for what is in the store. */
    StoreException tooLarge(OutOfMemoryError e) {
        return StoreException.tooLarge("The task store", tasks, e);
    }

    /** The engine has begun. */
    Engine done(Engine engine) {
        isDone = true;
        return engine;
    }

    @Override
    public void close() {
        if (isDone) {
            return;
        }
        setup.timers().close();
        if (!isOthers) {
            setup.store().close();
        }
    }
}
