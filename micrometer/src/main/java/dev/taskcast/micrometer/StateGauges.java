package dev.taskcast.micrometer;

import dev.taskcast.TaskManager;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskStats;
import dev.taskcast.task.TaskStatus;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * How many tasks are how: the same on all nodes of a store. The numbers are asked for when a gauge is read, and are a second old at the most:
 * so that a scrape of a thousand gauges asks once. A type or queue has its gauge once a scrape has met it: it is in the next one.
 * Thread-safe.
 */
final class StateGauges {
    private static final long MAX_AGE_NANOS = Duration.ofSeconds(1).toNanos();

    private final MeterRegistry registry;
    private final Tags tags;
    private final TaskManager tasks;
    private final Names types;
    private final Names queues;
    private final Clock clock;
    private final Set<Tags> known = ConcurrentHashMap.newKeySet(); // of the gauges that came with a type or a queue
    private final Collection<Meter> made;
    private volatile Read read;

    /** What was read when. */
    private record Read(TaskStats stats, long nanos) {}

    StateGauges(
            MeterRegistry registry, Tags tags, TaskManager tasks, Names types, Names queues, Collection<Meter> made) {
        this.registry = registry;
        this.tags = tags;
        this.tasks = tasks;
        this.types = types;
        this.queues = queues;
        this.made = made;
        clock = registry.config().clock();
        read = new Read(tasks.stats(), clock.monotonicTime());
        register();
        meet(read.stats());
    }

    private void register() {
        for (TaskStatus status : TaskStatus.values()) {
            gauge(
                    "taskcast.tasks",
                    "Tasks that there are, those included that rest in the store",
                    tags.and("status", status.wireName()),
                    stats -> stats.byStatus().getOrDefault(status, 0L));
        }
        made.add(TimeGauge.builder("taskcast.tasks.oldest", this, TimeUnit.MILLISECONDS, StateGauges::oldestMillis)
                .description("For how long the task waits that waits longest, of those whose time has come")
                .tags(tags)
                .strongReference(true)
                .register(registry));
        made.add(Gauge.builder(
                        "taskcast.store.up", tasks, of -> of.getStoreStatus().isUp() ? 1 : 0)
                .description("1 while the store answers and the manager's own threads do their work, else 0")
                .tags(tags)
                .strongReference(true)
                .register(registry));
        if (read.stats().slots() != null) {
            gauge("taskcast.slots", "Slots of this node", tags, stats -> slots(stats, TaskStats.Slots::all));
            gauge(
                    "taskcast.slots.free",
                    "Slots of this node without a handler",
                    tags,
                    stats -> slots(stats, TaskStats.Slots::free));
        }
    }

    private static double slots(TaskStats stats, ToDoubleFunction<TaskStats.Slots> which) {
        TaskStats.Slots slots = stats.slots();
        return slots == null ? Double.NaN : which.applyAsDouble(slots);
    }

    private void gauge(String name, String description, Tags of, ToDoubleFunction<TaskStats> value) {
        made.add(Gauge.builder(name, this, gauges -> value.applyAsDouble(gauges.stats()))
                .description(description)
                .tags(of)
                .strongReference(true)
                .register(registry));
    }

    /** As it is, or was a moment ago. Two threads that both find it too old both ask. */
    private TaskStats stats() {
        Read last = read;
        long now = clock.monotonicTime();
        if (now - last.nanos() < MAX_AGE_NANOS) {
            return last.stats();
        }
        TaskStats stats = tasks.stats();
        read = new Read(stats, now);
        meet(stats);
        return stats;
    }

    private double oldestMillis() {
        Instant since = stats().waitingSince();
        return since == null ? 0 : Math.max(0, clock.wallTime() - since.toEpochMilli());
    }

    /** Has gauges for what is seen for the first time. */
    private void meet(TaskStats stats) {
        stats.byType().keySet().forEach(this::meetType);
        stats.byQueue().forEach((queue, counts) -> counts.keySet().forEach(why -> meetQueue(queue, why)));
    }

    private void meetType(String type) {
        String name = types.bounded(type);
        Tags of = tags.and("type", name);
        if (known.add(of)) {
            gauge(
                    "taskcast.tasks.running",
                    "Tasks that run, on all nodes",
                    of,
                    stats -> sum(stats.byType(), types, name, TaskStatus.RUNNING));
        }
    }

    private void meetQueue(String queue, Standing.Why why) {
        String name = queues.bounded(Names.queue(queue));
        Tags of = tags.and("queue", name, "reason", why.wireName());
        if (known.add(of)) {
            gauge(
                    "taskcast.tasks.waiting",
                    "Tasks that run as soon as they may, by what they wait for",
                    of,
                    stats -> sumOfQueues(stats.byQueue(), name, why));
        }
    }

    private double sumOfQueues(Map<String, Map<Standing.Why, Long>> byQueue, String name, Standing.Why why) {
        return byQueue.entrySet().stream()
                .filter(each -> queues.bounded(Names.queue(each.getKey())).equals(name))
                .mapToLong(each -> each.getValue().getOrDefault(why, 0L))
                .sum();
    }

    private static <K> double sum(Map<String, Map<K, Long>> all, Names names, String name, K of) {
        Map<K, Long> own = all.get(name);
        if (!name.equals(Names.OTHER)) {
            return own == null ? 0 : own.getOrDefault(of, 0L);
        }
        return all.entrySet().stream()
                .filter(each -> names.bounded(each.getKey()).equals(name))
                .mapToLong(each -> each.getValue().getOrDefault(of, 0L))
                .sum();
    }
}
