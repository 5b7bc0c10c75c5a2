package dev.taskcast;

import dev.taskcast.codec.TaskCodec;
import dev.taskcast.engine.Engine;
import dev.taskcast.engine.QueueLimits;
import dev.taskcast.engine.Settings;
import dev.taskcast.engine.Submits;
import dev.taskcast.handle.Handles;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.memory.MemoryTaskStore;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.QueueControl;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.RunWrapper;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.StoreStatus;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskId;
import dev.taskcast.task.TaskListener;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.Turn;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.time.TaskClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs background tasks and lets everyone watch them.
 *
 * <pre>{@code
 * try (TaskManager tasks = TaskManager.builder().maxHistory(100).build()) {
 *     tasks.register("import-data", ctx -> {
 *         for (int i = 0; i < rows.size(); i++) {
 *             if (ctx.isCanceled()) return;
 *             ctx.progress("Importing rows", i + 1, rows.size());
 *             insert(rows.get(i));
 *         }
 *     });
 *     tasks.start("import-data");
 *     TaskServer.start(tasks, 8080).join();
 * }
 * }</pre>
 *
 * Thread-safe. Every method but {@link #close()} throws {@link IllegalStateException} from the first moment of closing.
 */
public final class TaskManager implements AutoCloseable {
    private static final Duration MAX_VALIDITY = Duration.ofDays(36_525);

    private final Engine engine;

    private TaskManager(Settings settings) {
        engine = Engine.open(settings);
    }

    /**
     * A manager with defaults.
     *
     * @return short for {@code builder().build()}
     */
    public static TaskManager create() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder, not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Registers a task with {@linkplain TaskOptions#DEFAULT default options}.
     *
     * @param id 1 to 200 characters, see {@link dev.taskcast.task.TaskId}
     * @param handler the code
     * @throws IllegalArgumentException if the id is invalid
     * @throws IllegalStateException if the id is registered already
     */
    public void register(String id, TaskHandler handler) {
        register(id, handler, TaskOptions.DEFAULT);
    }

    /**
     * Registers a task: it is there, pending, and can be started as often as one likes, once at a time.
     *
     * @param id 1 to 200 characters, see {@link dev.taskcast.task.TaskId}
     * @param handler the code
     * @param options how it is shown and run
     * @throws IllegalArgumentException if the id is invalid
     * @throws IllegalStateException if the id is registered already
     */
    public void register(String id, TaskHandler handler, TaskOptions options) {
        engine.register(id, handler, options);
    }

    /**
     * Registers a type, for {@link #submit}.
     *
     * @param name a valid id, see {@link dev.taskcast.task.TaskId}
     * @param payloadType what its handler takes
     * @param resultType what its handler gives
     * @param handler the code
     * @param <P> the payload
     * @param <R> the result
     * @return the type
     * @throws IllegalArgumentException if the name is invalid
     * @throws IllegalStateException if a type or task of this name is registered
     */
    public <P, R> TaskType<P, R> type(
            String name, Class<P> payloadType, Class<R> resultType, TaskType.Handler<P, R> handler) {
        return type(
                name, payloadType, resultType, handler, TypeOptions.<P>builder().build());
    }

    /**
     * Registers a type, for {@link #submit}.
     *
     * @param name a valid id, see {@link dev.taskcast.task.TaskId}
     * @param payloadType what its handler takes. Without a {@linkplain Builder#codec codec}: a string, number, boolean,
     *     list, map or record
     * @param resultType what its handler gives
     * @param handler the code
     * @param options how its tasks are run, and who may submit them
     * @param <P> the payload
     * @param <R> the result
     * @return the type
     * @throws IllegalArgumentException if the name is invalid
     * @throws IllegalStateException if a type or task of this name is registered
     */
    public <P, R> TaskType<P, R> type(
            String name,
            Class<P> payloadType,
            Class<R> resultType,
            TaskType.Handler<P, R> handler,
            TypeOptions<P> options) {
        TaskType<P, R> type = new TaskType<>(name, payloadType, resultType);
        engine.register(type, handler, options);
        return type;
    }

    /**
     * Makes a task with an id of its own, and starts it.
     *
     * @param type made by {@link #type} of this manager
     * @param payload for its handler
     * @param <P> the payload
     * @return the task; or the one that is there, where its type says that it is unique, see {@link dev.taskcast.task.Unique}
     * @throws IllegalArgumentException if the type is not registered here, or the payload is refused
     * @throws dev.taskcast.task.TaskNotUniqueException if its type says that it is unique, and is refused otherwise
     * @throws dev.taskcast.task.TooManyTasksException if {@code maxPending} submitted tasks have not ended yet
     */
    public <P> TaskState submit(TaskType<P, ?> type, P payload) {
        return submit(type, payload, SubmitOptions.DEFAULT);
    }

    /**
     * Makes a task and starts it. Once it has ended it can be started again, with the same payload.
     *
     * @param type made by {@link #type} of this manager
     * @param payload for its handler
     * @param options what the task is
     * @param <P> the payload
     * @return the task; or the one that is there and has its unique key, where no other is made: see
     *     {@link dev.taskcast.task.Unique}
     * @throws IllegalArgumentException if the type is not registered here, or the payload is refused; or if the options name a
     *     transaction and its type says that it is unique
     * @throws dev.taskcast.task.TaskExistsException if there is a task with the id in the options
     * @throws dev.taskcast.task.TaskNotUniqueException if its unique key is taken, and it is to be refused then
     * @throws dev.taskcast.task.TooManyTasksException if {@code maxPending} submitted tasks have not ended yet
     * @throws dev.taskcast.task.StoreUnavailableException if a durable store does not answer for {@code storeTimeout}
     * @throws UnsupportedOperationException if the options name a transaction, and the store can't be in one
     */
    public <P> TaskState submit(TaskType<P, ?> type, P payload, SubmitOptions options) {
        Submits.Submission submission = engine.submits().prepare(type, payload, options);
        return options.transaction()
                .map(transaction -> engine.submit(submission, transaction))
                .orElseGet(() -> engine.submit(submission).task());
    }

    /**
     * Makes many tasks, with as few commits as can be, and starts them.
     *
     * @param type made by {@link #type} of this manager
     * @param payloads for its handler, one a task
     * @param <P> the payload
     * @return the tasks, in the same order; one several times where several payloads have one unique key
     * @throws IllegalArgumentException if the type is not registered here, or a payload is refused: no task was made then
     * @throws dev.taskcast.task.TaskNotUniqueException if a unique key is taken that is to be refused then; the others were made
     * @throws dev.taskcast.task.TooManyTasksException if {@code maxPending} is reached; as many as there may be were made
     * @throws dev.taskcast.task.StoreUnavailableException if a durable store does not answer; some may have been made
     */
    public <P> List<TaskState> submitAll(TaskType<P, ?> type, List<? extends P> payloads) {
        return engine.submit(payloads.stream()
                .map(payload -> engine.submits().prepare(type, payload, SubmitOptions.DEFAULT))
                .toList());
    }

    /**
     * Signs a permission to watch one task, for somebody whom the endpoint's access would not let in: a guest with a link.
     * It is good for the stream, the state and the log of that task, and for nothing else, until it expires.
     *
     * @param id of which task; it need not be there yet
     * @param validity from now on
     * @return URL-safe text, for the parameter {@code handle} of an endpoint
     * @throws IllegalArgumentException if the id is invalid, or the validity is not above zero or
     *     longer than 100 years
     */
    public String handle(String id, Duration validity) {
        TaskId.requireValid(id);
        if (validity.isZero() || validity.isNegative() || validity.compareTo(MAX_VALIDITY) > 0) {
            throw new IllegalArgumentException(
                    "A handle's validity must be longer than zero and at most 100 years, got: " + validity);
        }
        Instant expiresAt = engine.clock().instant().plus(validity);
        return engine.handles().sign(id, expiresAt.toEpochMilli());
    }

    /**
     * Takes a task away; its id can be registered again at once. If it runs, its signal fires, and nothing of that run
     * is seen any more.
     *
     * @param id which
     * @return false where there is no such task
     */
    public boolean unregister(String id) {
        return engine.unregister(id);
    }

    /**
     * Starts a new run. Where nothing is in its way the task is running, with progress {@code Starting...}, before this returns, and its
     * handler begins on a thread of its own. Else it waits for its turn: for room in its limits, or a slot. One that waits for a time is
     * due at once.
     *
     * @param id of which task
     * @return what happened; an unknown or running task is left as it is
     */
    public StartOutcome start(String id) {
        return engine.start(id);
    }

    /**
     * Cancels the run that goes on, or a task that waits for its turn or a time. It is canceled before this returns; its handler is
     * told, by its signal and an interrupt, and may go on for a while, but nothing that it does reaches the task any more.
     *
     * @param id of which task
     * @return what happened; an unknown task, or one that does not run, is left as it is
     */
    public CancelOutcome cancel(String id) {
        return engine.cancel(id);
    }

    /**
     * A task as it is, with its newest progress.
     *
     * @param id which
     * @return empty where there is no such task
     */
    public Optional<TaskState> getState(String id) {
        return Optional.ofNullable(engine.queries().state(id));
    }

    /**
     * All tasks as they are, with their newest progress.
     *
     * @return in the order of their registration; immutable
     */
    public List<TaskState> getAllStates() {
        return engine.queries().states();
    }

    /**
     * The runs of a task that have ended, for those who look after it: with nodes and stack traces. Asks the store.
     *
     * @param id of which task
     * @param max how many at the most
     * @return the newest first; where tasks are kept in memory, no more than the newest, and nothing for an unknown task
     */
    public List<TaskRun> getRuns(String id, int max) {
        return engine.queries().runs(id, max);
    }

    /**
     * When the schedule of a task starts it next.
     *
     * @param id of the task
     * @param count how many times are wanted, from 0 to {@link dev.taskcast.task.Schedule#MAX_TICKS}
     * @return in order, before jitter; none where it has no schedule, or its code is not here
     * @throws IllegalArgumentException if the count is out of range
     */
    public List<Instant> nextRuns(String id, int count) {
        return engine.nextRuns(id, count);
    }

    /**
     * Changes a queue at run time.
     *
     * @param name of the queue; need not have been declared
     * @return its limits, on all nodes
     * @throws IllegalArgumentException if the name is empty or too long
     */
    public QueueControl queue(String name) {
        return new QueueLimits(Turn.requireName("A queue's name", name), engine::setLimit);
    }

    /**
     * Whether the store answers, and what keeps, runs and shows tasks here does its work, for health checks.
     *
     * @return as it was the last time; down too where the store has said nothing for {@code storeTimeout}
     */
    public StoreStatus getStoreStatus() {
        return engine.status();
    }

    /**
     * Calls a listener for each change from now on, on a thread of its own. See {@link TaskListener} for what it gets
     * when it is slow.
     *
     * @param listener is called
     * @return close it to end it; the manager's close ends it too
     */
    public Subscription subscribe(TaskListener listener) {
        return engine.subscribe(listener);
    }

    /**
     * The engine behind this manager, for servers and other adapters.
     *
     * @return not for applications: its class is not exported to them
     */
    @SuppressWarnings("exports")
    public Engine engine() {
        return engine;
    }

    /**
     * Ends everything: streams and subscribers are ended, handlers are told by their signals, and their ends change no
     * state any more. Waits up to {@code closeTimeout} for handlers to return and logs the ids of those that have not.
     * Idempotent; a second caller waits for the first.
     */
    @Override
    public void close() {
        engine.close();
    }

    /** Collects a manager's settings. Not thread-safe. */
    public static final class Builder {
        private static final int DEFAULT_SLOTS = 100;

        private int maxHistory = Integer.MAX_VALUE;
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
        private List<byte[]> handleKeys = List.of();
        private TaskClock clock = TaskClock.system();

        private Builder() {}

        /**
         * Forgets ended tasks, with their handlers, when there are more than so many: the oldest by {@code lastRun}
         * first, which is wall time. Pending and running tasks do not count, nor those whose handlers have not returned, nor those
         * with {@link TaskOptions.Builder#keep()} or a schedule.
         *
         * @param max at least 0; by default none are forgotten
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxHistory(int max) {
            maxHistory = atLeastZero("maxHistory", max);
            return this;
        }

        /**
         * How many transitions a viewer may miss and still get them all when it reconnects.
         *
         * @param transitions at least 0, which means no replay; 1,000 by default
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder eventBufferSize(int transitions) {
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
        public Builder progressInterval(Duration interval) {
            if (interval.isNegative() || interval.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException(
                        "progressInterval must be between zero and one hour, got: " + interval);
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
        public Builder closeTimeout(Duration timeout) {
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
        public Builder maxPending(int max) {
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
        public Builder maxHistoryAge(Duration age) {
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
        public Builder store(TaskStore store) {
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
        public Builder slots(int slots) {
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
        public Builder nodeName(String name) {
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
        public Builder storeTimeout(Duration timeout) {
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
        public Builder startTimeout(Duration timeout) {
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
        public Builder lease(Duration lease) {
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
        public Builder codec(TaskCodec codec) {
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
        public Builder runWrapper(RunWrapper wrapper) {
            this.wrapper = wrapper;
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
        public Builder handleKeys(List<byte[]> keys) {
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
        public Builder debug(boolean debug) {
            this.debug = debug;
            return this;
        }

        /**
         * Takes all time from a clock, for tests.
         *
         * @param clock the system's by default
         * @return this
         */
        public Builder clock(TaskClock clock) {
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
        public Builder maxConcurrent(int max) {
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
        public Builder queue(String name, QueueOptions options) {
            limits.putAll(QueueLimits.declared(Turn.requireName("A queue's name", name), options));
            return this;
        }

        /**
         * Makes the manager, ready to use.
         *
         * @return the caller closes it
         */
        public TaskManager build() {
            List<byte[]> keys = handleKeys.isEmpty() ? List.of(randomKey()) : handleKeys;
            return new TaskManager(new Settings(
                    new Settings.Limits(maxHistory, maxHistoryAge, eventBufferSize, maxPending, slotsOfNode()),
                    new Settings.Timing(progressInterval, closeTimeout, clock),
                    new Settings.Storage(store, nodeName, storeTimeout, startTimeout, lease),
                    debug,
                    new Settings.Code(codec, wrapper),
                    keys,
                    Map.copyOf(limits)));
        }

        private int slotsOfNode() {
            if (hasSlots) {
                return slots;
            }
            return store.isDurable() ? DEFAULT_SLOTS : Settings.ANY_NUMBER;
        }

        private static byte[] randomKey() {
            byte[] key = new byte[Handles.MIN_KEY_BYTES];
            new SecureRandom().nextBytes(key);
            return key;
        }

        private static Duration aboveZero(String what, Duration value) {
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException(what + " must be longer than zero, got: " + value);
            }
            return value;
        }

        private static int atLeastZero(String what, int value) {
            if (value < 0) {
                throw new IllegalArgumentException(what + " must be at least 0, got: " + value);
            }
            return value;
        }
    }
}
