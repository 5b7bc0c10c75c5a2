package dev.taskcast.micrometer;

import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskObserver;
import dev.taskcast.task.TaskState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The meters of a manager. It is told what happens from the beginning on, and asks how many tasks there are:
 *
 * <pre>{@code
 * TaskMeters meters = new TaskMeters(registry);
 * TaskManager tasks = TaskManager.builder().observer(meters).build();
 * meters.bind(tasks);
 * }</pre>
 *
 * <p>What happens is counted by the node that has done it, so the sum over all nodes is right; what there is, each node says of all of them.
 * Thread-safe.
 */
public final class TaskMeters implements TaskObserver, AutoCloseable {
    /** How many types, how many queues, and how many pairs of these have meters of their own where nothing else is said. */
    public static final int MOST = 200;

    private final MeterRegistry registry;
    private final Tags tags;
    private final Names types;
    private final Names queues;
    private final int most;
    private final Map<Of, QueueMeters> byQueue = new ConcurrentHashMap<>();
    private final Queue<Meter> made = new ConcurrentLinkedQueue<>();
    private final Counter appendsRefused;

    /** A type in a queue, as they are in tags. */
    private record Of(String type, String queue) {}

    /**
     * Meters without further tags, of at most {@link #MOST} types and queues.
     *
     * @param registry where the meters are
     */
    public TaskMeters(MeterRegistry registry) {
        this(registry, Tags.empty(), MOST);
    }

    /**
     * Meters with tags, such as the name of the manager where a process has several.
     *
     * @param registry where the meters are
     * @param tags of each meter
     * @param most how many types, how many queues, and how many pairs of these have meters of their own; those that come later are counted
     *     together as {@code (other)}
     * @throws IllegalArgumentException if that is less than 1
     */
    public TaskMeters(MeterRegistry registry, Iterable<Tag> tags, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("The number of types with meters must be at least 1, got: " + most);
        }
        this.registry = registry;
        this.tags = Tags.of(tags);
        this.most = most;
        types = new Names(most);
        queues = new Names(most);
        appendsRefused = Counter.builder("taskcast.store.appends.refused")
                .description(
                        "What this node wanted to append to the store after another node had, and has decided anew")
                .tags(this.tags)
                .register(registry);
        made.add(appendsRefused);
    }

    /**
     * Has gauges of how many tasks there are. To be called once, for the manager whose observer this is.
     *
     * @param tasks the manager
     * @return this
     */
    public TaskMeters bind(TaskManager tasks) {
        StateGauges ignored = new StateGauges(registry, tags, tasks, types, queues, made);
        return this;
    }

    @Override
    public void submitted(TaskState task) {
        of(task.identity()).submitted();
    }

    @Override
    public void refused(TaskIdentity task) {
        of(task).refused();
    }

    @Override
    public void started(TaskState.Running task, long waitedMillis) {
        of(task.identity()).started(waitedMillis);
    }

    @Override
    public void ended(TaskState.Terminal task, long ranMillis) {
        QueueMeters.Outcome how = switch (task) {
            case TaskState.Completed completed -> QueueMeters.Outcome.COMPLETED;
            case TaskState.Failed failed -> QueueMeters.Outcome.ERROR;
            case TaskState.Canceled canceled -> QueueMeters.Outcome.CANCELED;
            case TaskState.TimedOut timedOut -> QueueMeters.Outcome.TIMED_OUT;
        };
        of(task.identity()).ended(how, ranMillis);
    }

    @Override
    public void retried(TaskState.Pending task, long ranMillis) {
        of(task.identity()).ended(QueueMeters.Outcome.RETRIED, ranMillis);
    }

    @Override
    public void appendRefused() {
        appendsRefused.increment();
    }

    private QueueMeters of(TaskIdentity task) {
        Of of = new Of(task.type(), Names.queueOf(task));
        QueueMeters known = byQueue.get(of);
        return known == null ? meet(of) : known;
    }

    /** For the first of its kind, and for those that have no meters of their own. */
    private QueueMeters meet(Of of) {
        Of bounded = new Of(types.bounded(of.type()), queues.bounded(of.queue()));
        boolean isOneMore = !byQueue.containsKey(bounded) && byQueue.size() >= most;
        return byQueue.computeIfAbsent(isOneMore ? new Of(Names.OTHER, Names.OTHER) : bounded, this::register);
    }

    private QueueMeters register(Of of) {
        QueueMeters meters = new QueueMeters(registry, tags.and("type", of.type(), "queue", of.queue()));
        made.addAll(meters.all());
        return meters;
    }

    /** Takes its meters out of the registry. To be called after the manager's close. */
    @Override
    public void close() {
        for (Meter meter : List.copyOf(made)) {
            Meter ignored = registry.remove(meter);
        }
        made.clear();
    }
}
