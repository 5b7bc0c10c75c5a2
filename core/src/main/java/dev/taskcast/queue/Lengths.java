package dev.taskcast.queue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How many keys of a band have how many tasks that wait. Short lengths are counted in an array and long ones in a map: there
 * are few of those, as each stands for many tasks.
 */
final class Lengths {
    private static final int SHORT = 1_024;

    private int[] counts = new int[4];
    private final Map<Integer, Integer> longs = new HashMap<>(4);

    /** A key has so many from now on; 0 is none. */
    void change(int before, int after) {
        count(before, -1);
        count(after, 1);
    }

    private void count(int length, int change) {
        if (length >= SHORT) {
            longs.merge(length, change, (a, b) -> a + b == 0 ? null : a + b);
        } else if (length > 0) {
            if (length >= counts.length) {
                counts = Arrays.copyOf(counts, Math.min(SHORT, Math.max(length + 1, 2 * counts.length)));
            }
            counts[length] += change;
        }
    }

    /** Of all keys, how many tasks there are when each counts as no more than so many. */
    long sum(int most) {
        long sum = 0;
        for (int length = 1; length < counts.length; length++) {
            sum += (long) Math.min(length, most) * counts[length];
        }
        for (Map.Entry<Integer, Integer> each : longs.entrySet()) {
            sum += (long) Math.min(each.getKey(), most) * each.getValue();
        }
        return sum;
    }

    /** How often each key may have its turn until so many tasks have begun; no more than that many times. */
    int turns(long tasks) {
        int turns = 0;
        while (turns < tasks && sum(turns + 1) <= tasks) {
            turns++;
        }
        return turns;
    }
}
