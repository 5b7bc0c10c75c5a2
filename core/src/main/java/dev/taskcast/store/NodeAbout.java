package dev.taskcast.store;

import dev.taskcast.task.TaskNode;
import java.util.List;

/**
 * What a node says of itself beside its sign of life, for people.
 *
 * @param version of Taskcast; empty where nobody knows it
 * @param since when it began, on its own clock, in epoch milliseconds; 0 where nobody knows it
 * @param slots how many submitted tasks it runs at once; {@link #ANY_NUMBER} where that is no matter
 * @param free how many of them are free
 * @param isDrained whether it begins nothing any more; of that the store knows better, unless it has taken the node for gone
 * @param load how many processors its JVM has kept busy lately, from 0
 * @param types the types whose code it has, sorted; of many the first {@link #MOST_TYPES}
 * @param hearing how it learns of what others do: said by the store
 */
public record NodeAbout(
        String version,
        long since,
        int slots,
        int free,
        boolean isDrained,
        double load,
        List<String> types,
        TaskNode.Hearing hearing) {
    /** As many slots as there are runs. */
    public static final int ANY_NUMBER = Integer.MAX_VALUE;

    /** Of how many types a node speaks. */
    public static final int MOST_TYPES = 100;

    /** Of a node that has said nothing: one of an older version. */
    public static final NodeAbout NOTHING =
            new NodeAbout("", 0, ANY_NUMBER, ANY_NUMBER, false, 0, List.of(), TaskNode.Hearing.UNKNOWN);

    /** Makes the list immutable. */
    public NodeAbout {
        types = List.copyOf(types);
    }

    /**
     * The same of a node that hears in another way.
     *
     * @param how as the store knows
     * @return a copy
     */
    public NodeAbout hearing(TaskNode.Hearing how) {
        return new NodeAbout(version, since, slots, free, isDrained, load, types, how);
    }
}
