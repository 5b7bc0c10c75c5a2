package dev.taskcast;

import dev.taskcast.codec.TaskCodec;
import dev.taskcast.engine.QueueLimits;
import dev.taskcast.engine.Settings;
import dev.taskcast.handle.Handles;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.memory.MemoryTaskStore;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.RunWrapper;
import dev.taskcast.task.SubmitContext;
import dev.taskcast.task.TaskObserver;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.Turn;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects a manager's settings. Not thread-safe. */
public final class TaskManagerBuilder {
    private static final int DEFAULT_SLOTS = 100;
    private static final int NOT_SET = -1;
    /** Of the heap, for payloads of tasks that wait. */
    private static final int PAYLOADS_SHARE = 16;

    private static final int HISTORY_IN_MEMORY = 100_000;

    private int maxHistory = NOT_SET;
    private int recent = 10_000;
    private long payloadBytes = Runtime.getRuntime().maxMemory() / PAYLOADS_SHARE;
    private int eventBufferSize = 1_000;
    private Duration progressInterval = Duration.ofMillis(100);
    private Duration closeTimeout = Duration.ofSeconds(10);
    private int maxPending = Integer.MAX_VALUE;
    private Duration maxHistoryAge = Duration.ofSeconds(Long.MAX_VALUE);
    private int slots; // 0 where none were given
    private boolean hasSlots;
    private final Map<LimitId, LimitSetting.Values> limits = new LinkedHashMap<>();
    private TaskStore store = new MemoryTaskStore();
    private String nodeName = "node";
    private Duration storeTimeout = Duration.ofSeconds(5);
    private Duration startTimeout = Duration.ZERO;
    private Duration lease = Duration.ofSeconds(15);
    private boolean debug;
    private @Nullable TaskCodec codec;
    private RunWrapper wrapper = RunWrapper.NONE;
    private SubmitContext context = SubmitContext.NONE;
    private final List<TaskObserver> observers = new ArrayList<>();
    private List<byte[]> handleKeys = List.of();
    private TaskClock clock = TaskClock.system();

    TaskManagerBuilder() {}

    /**
     * Forgets ended tasks, with their handlers, when there are more than so many: the oldest by {@code lastRun}
     * first, which is wall time. Pending and running tasks do not count, nor those whose handlers have not returned, nor those
     * with {@link TaskOptions.Builder#keep()} or a schedule.
     *
     * @param max at least 0; by default none are forgotten with a store that outlives the process, and without one submitted tasks beyond
     *     100,000, the first time with a line in the log
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public TaskManagerBuilder maxHistory(int max) {
        maxHistory = atLeastZero("maxHistory", max);
        return this;
    }

    /**
     * How many ended tasks a manager with a store holds in memory, and shows to viewers from the beginning: those that were submitted and
     * ended last. The others rest in the store: whoever asks for one by its id gets it, and it can be started again. Registered tasks,
     * those with {@link TaskOptions.Builder#keep()} or a schedule, and those that have not ended are always held. Without a store that
     * outlives the process all are. Together the ended ones take no more than about an eighth of the heap.
     *
     * @param tasks at least 0; 10,000 by default
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public TaskManagerBuilder recent(int tasks) {
        recent = atLeastZero("recent", tasks);
        return this;
    }

    /**
     * How much of the heap payloads may take of tasks that wait, with a store that outlives the process. Beyond it they are in the store
     * only, and are read again, in batches, when their runs begin; those that were submitted first stay.
     *
     * @param bytes at least 0; a sixteenth of the heap by default
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public TaskManagerBuilder waitingPayloads(long bytes) {
        payloadBytes = atLeastZero("waitingPayloads", bytes);
        return this;
    }

    /**
     * How many transitions a viewer may miss and still get them all when it reconnects.
     *
     * @param transitions at least 0, which means no replay; 1,000 by default
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public TaskManagerBuilder eventBufferSize(int transitions) {
        eventBufferSize = atLeastZero("eventBufferSize", transitions);
        return this;
    }

    /**
     * The least time between two changes of one task's progress: what is reported in between is merged to the newest.
     *
     * @param interval 100 ms by default; zero makes every report an event of its own, which is replayed like any
     *     other and pushes out older ones
     * @return this
     * @throws IllegalArgumentException if it is negative or longer than an hour
     */
    public TaskManagerBuilder progressInterval(Duration interval) {
        if (interval.isNegative() || interval.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("progressInterval must be between zero and one hour, got: " + interval);
        }
        progressInterval = interval;
        return this;
    }

    /**
     * How long {@link TaskManager#close()} waits for handlers.
     *
     * @param timeout 10 s by default; zero does not wait
     * @return this
     * @throws IllegalArgumentException if it is negative or longer than a day
     */
    public TaskManagerBuilder closeTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("closeTimeout must be between zero and one day, got: " + timeout);
        }
        closeTimeout = timeout;
        return this;
    }

    /**
     * How many submitted tasks may not have ended: a submit beyond is refused.
     *
     * @param max at least 1; by default any number
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public TaskManagerBuilder maxPending(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("maxPending must be at least 1, got: " + max);
        }
        maxPending = max;
        return this;
    }

    /**
     * Forgets ended tasks, with their handlers, that ended longer ago: on the monotonic clock where they ended in
     * this life of the manager, by wall time where that was in an earlier one.
     *
     * @param age longer than zero; by default they stay for ever
     * @return this
     * @throws IllegalArgumentException if it is zero or negative
     */
    public TaskManagerBuilder maxHistoryAge(Duration age) {
        maxHistoryAge = aboveZero("maxHistoryAge", age);
        return this;
    }

    /**
     * Keeps tasks in a store that outlives the process. The manager closes it.
     *
     * @param store for example {@code JdbcTaskStore.embedded(Path.of("data/tasks"))} of {@code taskcast-store-jdbc}; in
     *     memory by default. For one manager only
     * @return this
     */
    public TaskManagerBuilder store(TaskStore store) {
        this.store = store;
        return this;
    }

    /**
     * How many submitted tasks run at once on this node; the others wait. A registered task takes a slot only where it has a queue,
     * its type a limit, or the manager one.
     *
     * @param slots 0 for a node that only submits; by default 100 where the store is durable, and any number in memory
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public TaskManagerBuilder slots(int slots) {
        this.slots = atLeastZero("slots", slots);
        hasSlots = true;
        return this;
    }

    /**
     * What this node is called in a durable store, before a random part that makes it this process's own.
     *
     * @param name 1 to 60 letters, digits, dots, hyphens and underscores; {@code node} by default. Viewers see it
     * @return this
     * @throws IllegalArgumentException if it is anything else
     */
    public TaskManagerBuilder nodeName(String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,60}")) {
            throw new IllegalArgumentException(
                    "nodeName must be 1 to 60 letters, digits, dots, hyphens and underscores, got: " + name);
        }
        nodeName = name;
        return this;
    }

    /**
     * How long a caller waits for a durable store that does not answer, before it gets a
     * {@link dev.taskcast.task.StoreUnavailableException}. Runs that go on don't mind.
     *
     * @param timeout longer than zero; 5 s by default
     * @return this
     * @throws IllegalArgumentException if it is zero or negative
     */
    public TaskManagerBuilder storeTimeout(Duration timeout) {
        storeTimeout = aboveZero("storeTimeout", timeout);
        return this;
    }

    /**
     * How long {@link #build()} waits for a durable store that can't be reached.
     *
     * @param timeout zero, the default, fails at once
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public TaskManagerBuilder startTimeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("startTimeout must not be negative, got: " + timeout);
        }
        startTimeout = timeout;
        return this;
    }

    /**
     * For how long a node of a shared store may not be heard of before the others take its runs over. One that can't
     * reach the store gives nothing up: its handlers go on, and what must be done once waits until the store answers.
     *
     * @param lease from a second to an hour; 15 s by default
     * @return this
     * @throws IllegalArgumentException if it is anything else
     */
    public TaskManagerBuilder lease(Duration lease) {
        if (lease.compareTo(Duration.ofSeconds(1)) < 0 || lease.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("lease must be from a second to an hour, got: " + lease);
        }
        this.lease = lease;
        return this;
    }

    /**
     * Takes payloads and results of types that are not plain.
     *
     * @param codec for example that of {@code taskcast-jackson}; by default there is none
     * @return this
     */
    public TaskManagerBuilder codec(TaskCodec codec) {
        this.codec = codec;
        return this;
    }

    /**
     * Goes around every handler, on its own thread: sets what handlers expect of their thread. They inherit nothing from whoever
     * started the task; {@link RunWrapper} says why, and what to use in its place.
     *
     * @param wrapper by default handlers are just called
     * @return this
     */
    public TaskManagerBuilder runWrapper(RunWrapper wrapper) {
        this.wrapper = wrapper;
        return this;
    }

    /**
     * What of the context of who submits a task its runs are to have, on whichever node they are.
     *
     * @param context by default nothing
     * @return this
     */
    public TaskManagerBuilder submitContext(SubmitContext context) {
        this.context = context;
        return this;
    }

    /**
     * Has an observer told what this manager does, for meters. May be called several times, for several observers.
     *
     * @param observer told from the very beginning, in the order of these calls; by default there is none
     * @return this
     */
    public TaskManagerBuilder observer(TaskObserver observer) {
        observers.add(observer);
        return this;
    }

    /**
     * The keys that {@linkplain TaskManager#handle handles} are signed with. The first one signs, all of them check:
     * put a new key first and leave the old one in until its handles have expired. By default there is one random
     * key, so that handles end with this manager.
     *
     * @param keys at least one, each of at least 32 random bytes
     * @return this
     * @throws IllegalArgumentException if there is none, or one is shorter
     */
    public TaskManagerBuilder handleKeys(List<byte[]> keys) {
        if (keys.isEmpty() || keys.stream().anyMatch(key -> key.length < Handles.MIN_KEY_BYTES)) {
            throw new IllegalArgumentException(
                    "handleKeys must have at least one key, and each at least " + Handles.MIN_KEY_BYTES + " bytes");
        }
        handleKeys = keys.stream().map(byte[]::clone).toList();
        return this;
    }

    /**
     * Logs each start and cancel that changes nothing.
     *
     * @param debug false by default
     * @return this
     */
    public TaskManagerBuilder debug(boolean debug) {
        this.debug = debug;
        return this;
    }

    /**
     * Takes all time from a clock, for tests.
     *
     * @param clock the system's by default
     * @return this
     */
    public TaskManagerBuilder clock(TaskClock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * How many tasks run at once, on all nodes together: what is started beyond that waits for its turn.
     *
     * @param max 0 for none; by default any number
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public TaskManagerBuilder maxConcurrent(int max) {
        limits.put(LimitId.MANAGER, LimitSetting.Values.NONE.atOnce(atLeastZero("maxConcurrent", max)));
        return this;
    }

    /**
     * Declares the limits of a queue. What the node says that was started last holds on all nodes.
     *
     * @param name 1 to {@link Turn#MAX_NAME} characters
     * @param options its limits
     * @return this
     * @throws IllegalArgumentException if the name is empty or too long
     */
    public TaskManagerBuilder queue(String name, QueueOptions options) {
        limits.putAll(QueueLimits.declared(Turn.requireName("A queue's name", name), options));
        return this;
    }

    /**
     * Makes the manager, ready to use.
     *
     * @return the caller closes it
     */
    public TaskManager build() {
        List<byte[]> keys = handleKeys.isEmpty() ? List.of(Handles.randomKey()) : handleKeys;
        return new TaskManager(new Settings(
                new Settings.Limits(
                        maxHistory == NOT_SET ? Integer.MAX_VALUE : maxHistory,
                        maxHistoryAge,
                        recent(),
                        payloadBytes,
                        eventBufferSize,
                        maxPending,
                        slotsOfNode()),
                new Settings.Timing(progressInterval, closeTimeout, clock),
                new Settings.Storage(store, nodeName, storeTimeout, startTimeout, lease),
                debug,
                new Settings.Code(codec, wrapper, context, List.copyOf(observers)),
                keys,
                Map.copyOf(limits)));
    }

    private int recent() {
        if (store.isDurable()) {
            return recent;
        }
        return maxHistory == NOT_SET ? HISTORY_IN_MEMORY : Integer.MAX_VALUE;
    }

    private int slotsOfNode() {
        if (hasSlots) {
            return slots;
        }
        return store.isDurable() ? DEFAULT_SLOTS : Settings.ANY_NUMBER;
    }

    private static Duration aboveZero(String what, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(what + " must be longer than zero, got: " + value);
        }
        return value;
    }

    private static int atLeastZero(String what, int value) {
        return (int) atLeastZero(what, (long) value);
    }

    private static long atLeastZero(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " must be at least 0, got: " + value);
        }
        return value;
    }
}
