package dev.taskcast.store.jdbc;

/**
 * Ids of tasks that are gone: the newest 100,000 at the least, as hashes of 64 bits. Two generations; when the newer one is full, the older
 * one is dropped. Thread-safe.
 */
final class Gone {
    static final int MAX = 100_000;
    private static final int LEAST_SLOTS = 1 << 10;

    private long[] newer = new long[LEAST_SLOTS];
    private long[] older = new long[LEAST_SLOTS];
    private int size;

    synchronized void add(String id) {
        long hash = hash(id);
        if (has(older, hash) || has(newer, hash)) {
            return;
        }
        if (size == MAX) {
            older = newer;
            newer = new long[LEAST_SLOTS];
            size = 0;
        }
        if (size * 2 >= newer.length) {
            long[] larger = new long[newer.length * 2];
            for (long each : newer) {
                if (each != 0) {
                    put(larger, each);
                }
            }
            newer = larger;
        }
        put(newer, hash);
        size++;
    }

    synchronized boolean has(String id) {
        long hash = hash(id);
        return has(newer, hash) || has(older, hash);
    }

    private static void put(long[] slots, long hash) {
        slots[slot(slots, hash)] = hash;
    }

    private static boolean has(long[] slots, long hash) {
        return slots[slot(slots, hash)] == hash;
    }

    /** Where it is, or the free place where it would be. */
    private static int slot(long[] slots, long hash) {
        int slot = (int) (hash >>> 32) & (slots.length - 1);
        while (slots[slot] != 0 && slots[slot] != hash) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    /** FNV-1a, with its bits mixed once more; never 0, which is a free place. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }
}
