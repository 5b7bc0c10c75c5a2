package dev.taskcast.queue;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table whose elements are its chain links too: there may be a million keys, and a map's entry for each would be as
 * large as the element.
 *
 * @param <K> what elements are found by
 * @param <E> the elements, each equal to itself alone
 */
abstract class Table<K, E> {
    private @Nullable Object[] chains = new @Nullable Object[2];
    private int size;

    abstract K key(E element);

    abstract @Nullable E next(E element);

    abstract void setNext(E element, @Nullable E next);

    int size() {
        return size;
    }

    @Nullable
    E find(K key) {
        E each = chain(place(key));
        while (each != null && !key(each).equals(key)) {
            each = next(each);
        }
        return each;
    }

    /** Must not be in. */
    void add(E element) {
        if (size >= chains.length) {
            grow();
        }
        link(element);
        size++;
    }

    /** Must be in. */
    void remove(E element) {
        int place = place(key(element));
        E before = chain(place);
        if (element.equals(before)) {
            chains[place] = next(element);
        } else {
            while (before != null && !element.equals(next(before))) {
                before = next(before);
            }
            if (before != null) {
                setNext(before, next(element));
            }
        }
        setNext(element, null);
        size--;
    }

    void forEach(Consumer<E> action) {
        for (int place = 0; place < chains.length; place++) {
            for (E each = chain(place); each != null; each = next(each)) {
                action.accept(each);
            }
        }
    }

    private void link(E element) {
        int place = place(key(element));
        setNext(element, chain(place));
        chains[place] = element;
    }

    private void grow() {
        @Nullable Object[] old = chains;
        chains = new @Nullable Object[2 * old.length];
        for (Object head : old) {
            E each = cast(head);
            while (each != null) {
                E next = next(each);
                link(each);
                each = next;
            }
        }
    }

    private int place(K key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (chains.length - 1);
    }

    private @Nullable E chain(int place) {
        return cast(chains[place]);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private @Nullable E cast(@Nullable Object element) {
        return (E) element;
    }
}
