package dev.taskcast.task;

import dev.taskcast.task.TaskStats.Slots;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node: a manager on a store, alone or with others. What others say of themselves is as old as their last sign of life, up to a third of the
 * lease. Immutable.
 *
 * @param name another one in each life of the process: what {@link dev.taskcast.TaskManagerBuilder#nodeName} says, and some letters
 * @param isSelf whether it is the one that was asked
 * @param version of Taskcast; empty where it does not say
 * @param since when it began, on its own clock; null where it does not say: it is of an older version
 * @param lastSign when it was heard of last, on the clock of the one that was asked; the epoch where it never was
 * @param isLost whether that is so long ago that its runs are shown as lost
 * @param isDrained whether it begins nothing any more, see {@link dev.taskcast.TaskManager#drain}
 * @param slots for submitted tasks; null where it runs any number, or does not say
 * @param running how many runs go on there, as the one that was asked knows
 * @param load how many processors its JVM has kept busy since its sign before, from 0
 * @param types the types whose code it has, sorted; of many the first 100
 * @param hearing how it learns of what others do
 */
public record TaskNode(
        String name,
        boolean isSelf,
        String version,
        @Nullable Instant since,
        Instant lastSign,
        boolean isLost,
        boolean isDrained,
        @Nullable Slots slots,
        long running,
        double load,
        List<String> types,
        Hearing hearing) {
    /** How a node learns of what others do. */
    public enum Hearing {
        /** It is the only one that there can be. */
        ALONE("alone"),
        /** The store tells it at once. */
        LISTENING("listening"),
        /** It asks the store now and again. */
        POLLING("polling"),
        /** It does not say. */
        UNKNOWN("unknown");

        private final String wireName;

        Hearing(String wireName) {
            this.wireName = wireName;
        }

        /**
         * Its name in JSON.
         *
         * @return in lower case
         */
        public String wireName() {
            return wireName;
        }
    }

    /** Makes the list immutable. */
    public TaskNode {
        types = List.copyOf(types);
    }
}
