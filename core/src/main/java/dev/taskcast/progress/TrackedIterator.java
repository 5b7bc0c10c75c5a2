package dev.taskcast.progress;

import java.util.Iterator;
import java.util.function.LongConsumer;

/** Counts the items that were gone through: one is done when the next is asked for. */
final class TrackedIterator<T> implements Iterator<T> {
    private final Iterator<T> items;
    private final Runnable check;
    private final LongConsumer progress;
    private long begun;
    private long told;

    TrackedIterator(Iterator<T> items, Runnable check, LongConsumer progress) {
        this.items = items;
        this.check = check;
        this.progress = progress;
    }

    @Override
    public boolean hasNext() {
        tell();
        return items.hasNext();
    }

    @Override
    public T next() {
        tell();
        T item = items.next();
        begun++;
        return item;
    }

    private void tell() {
        check.run();
        if (told < begun) {
            told = begun;
            progress.accept(begun);
        }
    }

    @Override
    public void remove() {
        items.remove();
    }
}
