package dev.taskcast.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A binary heap whose elements know their place in it, so that one in the middle can be moved or removed.
 *
 * @param <E> what is in it
 */
abstract class Heap<E> {
    private static final Object[] NONE = {};

    private @Nullable Object[] elements = NONE;
    private int size;

    abstract boolean isBefore(E a, E b);

    /** Its place, as it was last told; -1 where it is not in. */
    abstract int indexOf(E element);

    abstract void setIndex(E element, int index);

    @Nullable
    E first() {
        return size == 0 ? null : at(0);
    }

    int size() {
        return size;
    }

    void add(E element) {
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, size + Math.max(1, size / 2));
        }
        size++;
        up(element, size - 1);
    }

    void remove(E element) {
        int index = indexOf(element);
        size--;
        E last = at(size);
        elements[size] = null;
        setIndex(element, -1);
        if (index < size) {
            place(last, index);
            moved(last);
        }
    }

    /** To be called when its order has changed; one at a time. */
    void moved(E element) {
        int index = indexOf(element);
        up(element, index);
        if (indexOf(element) == index) {
            down(element, index);
        }
    }

    private void up(E element, int from) {
        int index = from;
        while (index > 0) {
            int above = (index - 1) / 2;
            if (!isBefore(element, at(above))) {
                break;
            }
            place(at(above), index);
            index = above;
        }
        place(element, index);
    }

    private void down(E element, int from) {
        int index = from;
        while (2 * index + 1 < size) {
            int below = 2 * index + 1;
            if (below + 1 < size && isBefore(at(below + 1), at(below))) {
                below++;
            }
            if (!isBefore(at(below), element)) {
                break;
            }
            place(at(below), index);
            index = below;
        }
        place(element, index);
    }

    private void place(E element, int index) {
        elements[index] = element;
        setIndex(element, index);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // below the size there are elements
    private E at(int index) {
        return (E) elements[index];
    }
}
