package dev.taskcast.log;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values by a rising long: two arrays, appended at the end, with holes where values were taken out. An append is O(1)
 * amortised, a look-up O(log n), reading on from a key O(what is read); an entry takes about 16 bytes, which a tree of
 * boxed keys would triple. Holes are squeezed out when the arrays are full, so that at most half of them, and of what a
 * reader passes, are holes. Not thread-safe.
 */
final class PositionIndex<V> {
    private static final int MIN_CAPACITY = 16;

    private long[] keys = new long[MIN_CAPACITY];
    private @Nullable Object[] values = new @Nullable Object[MIN_CAPACITY];
    private int size;
    private int live;

    /** How many values there are. */
    int live() {
        return live;
    }

    /** One past the last slot, holes included. */
    int end() {
        return size;
    }

    /** Holds nothing. */
    void clear() {
        Arrays.fill(values, null);
        size = 0;
        live = 0;
    }

    /** Adds a value under a key above all others. */
    void append(long key, V value) {
        if (size > 0 && key <= keys[size - 1]) {
            throw new IllegalArgumentException("A key must be above " + keys[size - 1] + ", got: " + key);
        }
        if (size == keys.length) {
            squeeze();
        }
        keys[size] = key;
        values[size] = value;
        size++;
        live++;
    }

    /** Puts a value under any key, whether it has one or not. Moves all above it, where there is no hole for it. */
    void put(long key, V value) {
        int slot = find(key);
        if (slot >= 0) {
            live += values[slot] == null ? 1 : 0;
            values[slot] = value;
            return;
        }
        int at = -slot - 1;
        if (at == size) {
            append(key, value);
            return;
        }
        if (size == keys.length) {
            squeeze();
            put(key, value);
            return;
        }
        System.arraycopy(keys, at, keys, at + 1, size - at);
        System.arraycopy(values, at, values, at + 1, size - at);
        keys[at] = key;
        values[at] = value;
        size++;
        live++;
    }

    /** The value under a key, or null. */
    @Nullable
    V get(long key) {
        int slot = find(key);
        return slot < 0 ? null : at(slot);
    }

    /** Puts another value under a key that has one. */
    void replace(long key, V value) {
        int slot = find(key);
        if (slot < 0 || values[slot] == null) {
            throw new IllegalArgumentException("A key must be there to be replaced, got: " + key);
        }
        values[slot] = value;
    }

    /** Takes the value under a key out, where there is one. */
    void remove(long key) {
        int slot = find(key);
        if (slot < 0 || values[slot] == null) {
            return;
        }
        values[slot] = null;
        live--;
        while (size > 0 && values[size - 1] == null) {
            size--;
        }
        if (keys.length > MIN_CAPACITY && live < keys.length / 4) {
            squeeze();
        }
    }

    /** The first slot with a key above this one; {@link #end()} where there is none. */
    int slotAfter(long key) {
        int slot = find(key);
        return slot < 0 ? -slot - 1 : slot + 1;
    }

    /**
     * As {@link Arrays#binarySearch(long[], int, int, long)}, from where the key would be if all were as far from one another: that is
     * where it is as long as there are no holes, and near to it where they are spread evenly.
     */
    private int find(long key) {
        if (size == 0 || key < keys[0]) {
            return -1;
        }
        int last = size - 1;
        if (key >= keys[last]) {
            return key == keys[last] ? last : -size - 1;
        }
        double share = (double) (key - keys[0]) / (keys[last] - keys[0]);
        int guess = Math.min(last - 1, (int) (share * last));
        int low = guess;
        int high = guess + 1;
        for (int step = 1; low > 0 && keys[low] > key; step *= 2) {
            high = low;
            low = Math.max(0, low - step);
        }
        for (int step = 1; high < last && keys[high] < key; step *= 2) {
            low = high;
            high = Math.min(last, high + step);
        }
        return Arrays.binarySearch(keys, low, high + 1, key);
    }

    /** The key of a slot. */
    long keyAt(int slot) {
        return keys[slot];
    }

    /** The value of a slot; null for a hole. */
    @SuppressWarnings("unchecked")
    @Nullable
    V at(int slot) {
        return (V) values[slot];
    }

    /** Moves the values together, into arrays that are then at most two thirds full. */
    private void squeeze() {
        int capacity = Math.max(MIN_CAPACITY, live + live / 2 + 1);
        boolean fits = keys.length >= capacity
                && keys.length / 2 <= capacity; // mostly, once there are no more of them than before
        long[] packedKeys = fits ? keys : new long[capacity];
        @Nullable Object[] packed = fits ? values : new @Nullable Object[capacity];
        int to = 0;
        for (int from = 0; from < size; from++) {
            if (values[from] != null) {
                packedKeys[to] = keys[from];
                packed[to] = values[from];
                to++;
            }
        }
        if (fits) {
            Arrays.fill(values, to, size, null);
        }
        keys = packedKeys;
        values = packed;
        size = to;
    }
}
