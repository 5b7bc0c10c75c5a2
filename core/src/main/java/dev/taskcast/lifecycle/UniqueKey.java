package dev.taskcast.lifecycle;

import dev.taskcast.task.Unique;
import dev.taskcast.task.Unique.Mode;
import org.jspecify.annotations.Nullable;

/**
 * A key that one task of a type has. Immutable.
 *
 * @param mode what it was submitted with
 * @param owner whose tasks it is among; null for all
 * @param key among those of the type
 * @param until on the store's clock, in epoch milliseconds: until when it is taken at the least, or with a debounce until when the
 *     task is put off at the most; 0 for neither
 */
public record UniqueKey(Mode mode, @Nullable String owner, String key, long until) {
    /**
     * Of a submit.
     *
     * @param unique what it says
     * @param owner whose tasks it is among; null for all
     * @param now on the store's clock, in epoch milliseconds
     * @return with its period from now on
     */
    public static UniqueKey of(Unique unique, @Nullable String owner, long now) {
        long period = unique.period().toMillis();
        return new UniqueKey(unique.mode(), owner, unique.key(), period == 0 ? 0 : now + period);
    }

    /**
     * Of a task that another submit has put off: no further than the first one has said.
     *
     * @param first what the task had before; null where it had none
     * @return with the end of the first one, where that was put off too
     */
    UniqueKey after(@Nullable UniqueKey first) {
        return first == null || first.mode != Mode.DEBOUNCE ? this : new UniqueKey(mode, owner, key, first.until);
    }

    /**
     * Whether a task has it although it has ended.
     *
     * @param now on the store's clock, in epoch milliseconds
     * @return false where it goes by what the task does
     */
    public boolean isTakenAt(long now) {
        return mode != Mode.DEBOUNCE && now < until;
    }
}
