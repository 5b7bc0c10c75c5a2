package dev.taskcast.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waiters in order. Most come at the end and go at the beginning, and both are quick; in the middle it takes a search and a
 * short move. How many are before one is counted by blocks.
 */
final class Waiters {
    private Block first = new Block();
    private @Nullable List<Block> later; // most lanes have one block
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Waiter first() {
        return size == 0 ? null : first.get(0);
    }

    /** Those at the beginning, in order. */
    void forFirst(int most, Consumer<Waiter> action) {
        int left = Math.min(most, size);
        for (int at = 0; left > 0; at++) {
            Block block = block(at);
            for (int i = 0; i < block.size() && left > 0; i++) {
                action.accept(block.get(i));
                left--;
            }
        }
    }

    /** Whether it was not there before. */
    boolean add(Waiter waiter) {
        int at = blockOf(waiter);
        Block block = block(at);
        int index = block.rank(waiter);
        if (block.holds(index, waiter)) {
            return false;
        }
        if (block.size() == Block.MAX) {
            boolean isEnd = index == Block.MAX;
            Block next = isEnd ? new Block() : block.split();
            insert(at + 1, next);
            if (index > block.size() || isEnd) {
                index -= block.size();
                block = next;
            }
        }
        block.add(index, waiter);
        size++;
        return true;
    }

    /** Whether it was there. */
    boolean remove(Waiter waiter) {
        int at = blockOf(waiter);
        Block block = block(at);
        int index = block.rank(waiter);
        if (!block.holds(index, waiter)) {
            return false;
        }
        block.remove(index);
        size--;
        if (block.size() == 0 && later != null) {
            drop(at, later);
        }
        return true;
    }

    /** How many are before it, whether it is here or not. */
    int rank(Waiter waiter) {
        int at = blockOf(waiter);
        int before = block(at).rank(waiter);
        for (int i = 0; i < at; i++) {
            before += block(i).size();
        }
        return before;
    }

    /** The last block that begins before it. */
    private int blockOf(Waiter waiter) {
        if (later == null) {
            return 0;
        }
        int low = 0;
        int high = later.size(); // of later: how many begin before it or with it
        if (Waiter.compare(later.getLast().get(0), waiter) <= 0) {
            return high;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Waiter.compare(later.get(middle).get(0), waiter) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Block block(int index) {
        return index == 0 || later == null ? first : later.get(index - 1);
    }

    private void insert(int index, Block block) {
        if (later == null) {
            later = new ArrayList<>(2);
        }
        later.add(index - 1, block);
    }

    private void drop(int index, List<Block> rest) {
        if (index == 0) {
            first = rest.removeFirst();
        } else {
            rest.remove(index - 1);
        }
        if (rest.isEmpty()) {
            later = null;
        }
    }
}
