package dev.taskcast.tester;

import dev.taskcast.task.RunWrapper;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Holds each run before its handler, until it is let through. Thread-safe. */
final class Gate implements RunWrapper {
    /** A run, over all tasks. */
    private record Key(String id, int run) {}

    private static final class Place {
        final HeldRun held;
        final CountDownLatch open = new CountDownLatch(1);
        volatile boolean isThrough;

        Place(HeldRun held) {
            this.held = held;
        }
    }

    private final Map<Key, Place> places = new ConcurrentHashMap<>(); // of those whose handlers have not returned
    private final boolean isOpen;
    private volatile boolean isClosed;

    Gate(boolean isOpen) {
        this.isOpen = isOpen;
    }

    @Override
    public void around(Wrapped run, Handler handler) throws Exception {
        Key key = new Key(run.identity().id(), run.run());
        Place place = new Place(new HeldRun(run.identity(), run.run(), run.payload()));
        places.put(key, place);
        try {
            if (!isOpen) {
                place.open.await();
            }
            if (isClosed) {
                throw new InterruptedException("The test is over");
            }
            place.isThrough = true;
            handler.call();
        } finally {
            places.remove(key, place);
        }
    }

    /** Null where it is not held: it is not here, or its handler goes on. */
    @Nullable
    HeldRun held(String id, int run) {
        Place place = places.get(new Key(id, run));
        return place == null || place.isThrough ? null : place.held;
    }

    boolean isHere(String id, int run) {
        return places.containsKey(new Key(id, run));
    }

    void let(HeldRun held) {
        Place place = places.get(new Key(held.id(), held.run()));
        if (place != null) { // else it was canceled just now
            place.open.countDown();
        }
    }

    /** Handlers that have not begun never do. */
    void close() {
        isClosed = true;
        places.values().forEach(place -> place.open.countDown());
    }
}
