package dev.taskcast.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a queue and their turns (start-time fair queueing): who has the smallest tag is served, at
 * {@code max(clock, tag)}. That is what the clock shows from then on, and the tag is a turn later, a shorter one for a larger
 * weight. So whoever could not be served for long is owed one turn and no more. A key without tasks is remembered for as long
 * as the clock has not passed its tag; it is then at most one turn ahead.
 */
final class Keys {
    private static final long TURN = 720_720; // what all weights up to 16 divide
    private static final int MAX_IDLE = 10_000;

    private final QueueState queue;
    private final Table<String, KeyState> named = new ByName();
    private final Heap<KeyState> idle = new ByTime();
    private final KeyState unkeyed;
    private long clock;

    /** A key that was forgotten by a start. */
    record Forgotten(String name, long tag, long left) {}

    Keys(QueueState queue) {
        this.queue = queue;
        unkeyed = new KeyState(queue, null);
    }

    long clock() {
        return clock;
    }

    /** How many are remembered. */
    int size() {
        return named.size();
    }

    @Nullable
    KeyState find(@Nullable String name) {
        return name == null ? unkeyed : named.find(name);
    }

    KeyState of(@Nullable String name) {
        KeyState found = find(name);
        if (found == null && name != null) {
            found = new KeyState(queue, name);
            named.add(found);
            found.refresh();
        }
        return Objects.requireNonNull(found);
    }

    /** Whether the limit of a key lets one more start. */
    boolean isOpen(String name) {
        KeyState key = named.find(name);
        if (key == null) {
            Limit each = queue.eachKey();
            return each == null || !each.isShut();
        }
        if (key.pace() != null) {
            key.refresh(); // who has nobody that waits is not woken
        }
        return key.isOpen();
    }

    /** A key comes back: somebody of it waits, and nobody did. */
    void comesBack(KeyState key) {
        key.tag(tagBack(key));
    }

    /** A key leaves: nobody of it waits any more. */
    void leaves(KeyState key) {
        key.left(clock);
        tidy(key);
    }

    /** What comes to nothing is put back while the clock shows the same, and then nothing has happened. */
    private long tagBack(KeyState key) {
        return key.left() == clock ? key.tag() : Math.max(clock, key.tag());
    }

    /** The tag of somebody who would come now. */
    long tagOf(@Nullable KeyState key) {
        if (key == null) {
            return clock;
        }
        return key.isWaiting() ? key.tag() : tagBack(key);
    }

    /** A key was served. Gives those that are forgotten by it. */
    List<Forgotten> served(KeyState key, int weight) {
        clock = Math.max(clock, key.tag());
        key.tag(clock + Math.max(1, TURN / weight));
        tidy(key);
        List<Forgotten> passed = List.of();
        for (KeyState first = idle.first(); first != null && first.forgetAt() <= clock; first = idle.first()) {
            passed = passed.isEmpty() ? new ArrayList<>(2) : passed;
            passed.add(new Forgotten(Objects.toString(first.name), first.tag(), first.left()));
            forget(first);
        }
        return passed;
    }

    /** A key was not served after all. */
    void restore(KeyState key, long tag, long before, List<Forgotten> forgotten) {
        clock = before;
        for (Forgotten each : forgotten) {
            KeyState back = of(each.name);
            back.tag(each.tag);
            back.left(each.left);
            tidy(back);
        }
        key.tag(tag);
        tidy(key);
    }

    /** All that have a name. */
    List<KeyState> all() {
        List<KeyState> all = new ArrayList<>(named.size());
        named.forEach(all::add);
        return all;
    }

    void eachLimitChanged(long at) {
        for (KeyState each : all()) {
            each.limitChanged(at);
            tidy(each);
        }
    }

    /** Remembers a key that nobody uses until a start moves the clock past it. */
    void tidy(KeyState key) {
        boolean isIn = key.idleIndex >= 0;
        if (key.isIdle()) {
            if (isIn) {
                idle.moved(key);
            } else {
                idle.add(key);
            }
            KeyState first = idle.first();
            if (idle.size() > MAX_IDLE && first != null) {
                forget(first);
            }
        } else if (isIn) {
            idle.remove(key);
        }
    }

    private void forget(KeyState key) {
        Pace pace = key.pace();
        idle.remove(key);
        if (pace != null && pace.fullMillis() > queue.wakes.time()) {
            queue.wakes.forget(pace, pace.fullMillis());
            return;
        }
        if (pace != null) {
            queue.wakes.cancel(pace);
        }
        named.remove(key);
    }

    private static final class ByTime extends Heap<KeyState> {
        @Override
        boolean isBefore(KeyState a, KeyState b) {
            return a.forgetAt() < b.forgetAt();
        }

        @Override
        int indexOf(KeyState key) {
            return key.idleIndex;
        }

        @Override
        void setIndex(KeyState key, int index) {
            key.idleIndex = index;
        }
    }

    private static final class ByName extends Table<String, KeyState> {
        @Override
        String key(KeyState element) {
            return Objects.toString(element.name);
        }

        @Override
        @Nullable
        KeyState next(KeyState element) {
            return element.nextInTable;
        }

        @Override
        void setNext(KeyState element, @Nullable KeyState next) {
            element.nextInTable = next;
        }
    }
}
