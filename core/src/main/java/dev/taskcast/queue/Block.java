package dev.taskcast.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Up to {@link #MAX} waiters in order; quick at both ends. */
final class Block {
    static final int MAX = 512;

    private @Nullable Waiter[] items;
    private int from;
    private int to;

    Block() {
        this(new @Nullable Waiter[1], 0);
    }

    private Block(@Nullable Waiter[] items, int size) {
        this.items = items;
        to = size;
    }

    int size() {
        return to - from;
    }

    @SuppressWarnings("NullAway") // between from and to there are waiters
    Waiter get(int index) {
        return items[from + index];
    }

    /** How many are before it. */
    int rank(Waiter waiter) {
        if (to > from && Waiter.compare(get(size() - 1), waiter) < 0) {
            return size(); // most come at the end
        }
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Waiter.compare(get(middle), waiter) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    boolean holds(int index, Waiter waiter) {
        return index < size() && Waiter.compare(get(index), waiter) == 0;
    }

    void add(int index, Waiter waiter) {
        if (to == items.length) {
            int capacity = from > items.length / 4 ? items.length : Math.min(MAX, items.length + items.length / 4 + 1);
            copy(Math.max(capacity, size() + 1));
        }
        System.arraycopy(items, from + index, items, from + index + 1, size() - index);
        items[from + index] = waiter;
        to++;
    }

    void remove(int index) {
        if (index < size() / 2) {
            System.arraycopy(items, from, items, from + 1, index);
            items[from++] = null;
        } else {
            System.arraycopy(items, from + index + 1, items, from + index, size() - index - 1);
            items[--to] = null;
        }
        if (size() > 0 && size() < items.length / 4) {
            copy(items.length / 2);
        }
    }

    private void copy(int capacity) {
        @Nullable Waiter[] copy = new @Nullable Waiter[capacity];
        System.arraycopy(items, from, copy, 0, size());
        to = size();
        from = 0;
        items = copy;
    }

    /** Its later half, which is no longer in it. */
    Block split() {
        int kept = size() / 2;
        @Nullable Waiter[] later = Arrays.copyOfRange(items, from + kept, to);
        var block = new Block(later, later.length);
        Arrays.fill(items, from + kept, to, null);
        to = from + kept;
        return block;
    }
}
