package dev.taskcast.task;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many tasks are how, those that rest in a store included, as one node knows it at one moment. Each number is kept at each change, and
 * nothing is counted for it; so it may be asked for often. Immutable; a map has what is not 0.
 *
 * @param byStatus all tasks by their status; those that are registered and wait for somebody to start them are {@code PENDING}
 * @param byType likewise, of at most {@link #MOST} types. Of a type that came when there were more, not all may be counted here; those of
 *     all types are in {@code byStatus}
 * @param waiting how many tasks wait for what. Those count that run as soon as they may, the ones between two runs included
 * @param byQueue likewise by queue, of which the default one has the name {@code ""}; the {@link #MOST} in which most wait
 * @param waitingSince since when the one waits, or is due, that waits longest, of those whose time has come. To about a second, and to a
 *     thousandth of the age where it is older; null where none does
 * @param ended how many runs have ended in the last minute, by how; since this node was started, where that is not a minute ago
 * @param slots how many of this node's slots there are and have no handler, or null where any number of runs may go on
 * @param nodes how many runs go on at each node, those without any included; empty where tasks are kept in memory
 */
public record TaskStats(
        Map<TaskStatus, Long> byStatus,
        Map<String, Map<TaskStatus, Long>> byType,
        Map<Standing.Why, Long> waiting,
        Map<String, Map<Standing.Why, Long>> byQueue,
        @Nullable Instant waitingSince,
        Map<TaskStatus, Long> ended,
        @Nullable Slots slots,
        Map<String, Long> nodes) {
    /** How many types, and how many queues, are told of by their names. */
    public static final int MOST = 500;

    /** Makes the maps immutable. */
    public TaskStats {
        byStatus = Map.copyOf(byStatus);
        byType = Map.copyOf(byType);
        waiting = Map.copyOf(waiting);
        byQueue = Map.copyOf(byQueue);
        ended = Map.copyOf(ended);
        nodes = Map.copyOf(nodes);
    }

    /**
     * The slots of a node.
     *
     * @param all how many
     * @param free how many of them have no handler
     */
    public record Slots(int all, int free) {}
}
