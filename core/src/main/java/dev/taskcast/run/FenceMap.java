package dev.taskcast.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Values by fence. Fences rise, are used once, and few are here at a time: mostly less than {@link #SLOTS} apart, so that each has
 * a slot of an array to itself, and to add or remove one is a write or two, with nothing made for it. Whoever finds their slot taken
 * by a run that goes on for longer is in a map.
 *
 * <p>Thread-safe, but for {@link #put}, which one thread calls at a time. A removal is seen before anything that its thread reads
 * after it.
 */
final class FenceMap<V> {
    private static final int SLOTS = 256;
    private static final long FREE = 0;
    private static final long LEAVING = -1;

    private final AtomicLongArray fences = new AtomicLongArray(SLOTS);
    private final AtomicReferenceArray<@Nullable V> values = new AtomicReferenceArray<>(SLOTS);
    private final ConcurrentHashMap<Long, V> others = new ConcurrentHashMap<>();

    private static int slot(long fence) {
        return (int) fence & (SLOTS - 1);
    }

    /** Adds a value under a fence that has had none. */
    void put(long fence, V value) {
        int slot = slot(fence);
        if (fences.getAcquire(slot) == FREE) {
            values.setRelease(slot, value);
            fences.setRelease(slot, fence);
        } else {
            others.put(fence, value);
        }
    }

    @Nullable
    V get(long fence) {
        int slot = slot(fence);
        if (fences.getAcquire(slot) == fence) {
            V value = values.getAcquire(slot);
            boolean isStillThere = fences.getAcquire(slot) == fence; // else the value may be another one's
            return isStillThere ? value : null;
        }
        return others.get(fence);
    }

    void remove(long fence) {
        int slot = slot(fence);
        if (fences.compareAndSet(slot, fence, LEAVING)) {
            values.setRelease(slot, null);
            fences.setRelease(slot, FREE);
        } else {
            others.remove(fence);
        }
    }

    /** Those that are there all the while, and some of those that come or go meanwhile. */
    List<V> all() {
        List<V> all = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            V value = values.getAcquire(slot);
            if (value != null) {
                all.add(value);
            }
        }
        all.addAll(others.values());
        return all;
    }
}
