package dev.taskcast.engine;

import dev.taskcast.count.Counts;
import dev.taskcast.dispatch.NodeSlots;
import dev.taskcast.dispatch.Standings;
import dev.taskcast.task.Standing.Why;
import dev.taskcast.task.TaskStats;
import dev.taskcast.task.TaskStats.Slots;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads how many tasks are how from those who keep it. Thread-safe. */
final class Statistics {
    private final Counts counts;
    private final Standings standings;
    private final int slots;
    private final NodeSlots node;
    private final Supplier<? extends Collection<String>> nodes;

    /**
     * Of an engine.
     *
     * @param counts by status
     * @param standings what waits, and for what
     * @param slots how many this node has; {@link Settings#ANY_NUMBER} where that is no matter
     * @param node how many of them are free
     * @param nodes the names of the nodes that are known to be there
     */
    Statistics(
            Counts counts,
            Standings standings,
            int slots,
            NodeSlots node,
            Supplier<? extends Collection<String>> nodes) {
        this.counts = counts;
        this.standings = standings;
        this.slots = slots;
        this.node = node;
        this.nodes = nodes;
    }

    TaskStats read() {
        Standings.Waits waits = standings.waits();
        Map<String, Map<Why, Long>> byQueue = new HashMap<>(waits.byQueue());
        counts.stoppingByQueue()
                .forEach((queue, count) -> byQueue.computeIfAbsent(queue, made -> new EnumMap<>(Why.class))
                        .merge(Why.STOPPING, count, Long::sum));
        Map<Why, Long> waiting = new EnumMap<>(Why.class);
        byQueue.values().forEach(each -> each.forEach((why, count) -> waiting.merge(why, count, Long::sum)));
        return new TaskStats(
                counts.byStatus(),
                counts.byType(),
                waiting,
                most(byQueue),
                waits.oldest() > 0 ? Instant.ofEpochMilli(waits.oldest()) : null,
                counts.endedLastMinute(),
                freeSlots(),
                byNode());
    }

    private static Map<String, Map<Why, Long>> most(Map<String, Map<Why, Long>> byQueue) {
        if (byQueue.size() <= TaskStats.MOST) {
            return byQueue;
        }
        return byQueue.entrySet().stream()
                .sorted(Comparator.comparingLong(Statistics::sum).reversed())
                .limit(TaskStats.MOST)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static long sum(Map.Entry<String, Map<Why, Long>> queue) {
        return queue.getValue().values().stream().mapToLong(Long::longValue).sum();
    }

    private @Nullable Slots freeSlots() {
        return slots == Settings.ANY_NUMBER ? null : new Slots(slots, node.free());
    }

    private Map<String, Long> byNode() {
        Map<String, Long> running = new HashMap<>(counts.runningByNode());
        nodes.get().forEach(each -> running.putIfAbsent(each, 0L));
        return running;
    }
}
