package dev.taskcast;

import dev.taskcast.codec.TaskCodec;
import dev.taskcast.engine.Engine;
import dev.taskcast.engine.Settings;
import dev.taskcast.handle.Handles;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskId;
import dev.taskcast.task.TaskListener;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.time.TaskClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
        engine = new Engine(settings);
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
        engine.submits().register(type, handler, options);
        return type;
    }

    /**
     * Makes a task with an id of its own, and starts it.
     *
     * @param type made by {@link #type} of this manager
     * @param payload for its handler
     * @param <P> the payload
     * @return the task
     * @throws IllegalArgumentException if the type is not registered here, or the payload is refused
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
     * @return the task
     * @throws IllegalArgumentException if the type is not registered here, or the payload is refused
     * @throws dev.taskcast.task.TaskExistsException if there is a task with the id in the options
     * @throws dev.taskcast.task.TooManyTasksException if {@code maxPending} submitted tasks have not ended yet
     */
    public <P> TaskState submit(TaskType<P, ?> type, P payload, SubmitOptions options) {
        return engine.submit(engine.submits().prepare(type, payload, options));
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
     * Starts a new run. The task is running, with progress {@code Starting...}, before this returns; its handler begins
     * on a thread of its own.
     *
     * @param id of which task
     * @return what happened; an unknown or running task is left as it is
     */
    public StartOutcome start(String id) {
        return engine.start(id);
    }

    /**
     * Cancels the run that goes on. The task is canceled before this returns; its handler is told, by its signal and an
     * interrupt, and may go on for a while, but nothing that it does reaches the task any more.
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
        return Optional.ofNullable(engine.state(id));
    }

    /**
     * All tasks as they are, with their newest progress.
     *
     * @return in the order of their registration; immutable
     */
    public List<TaskState> getAllStates() {
        return engine.states();
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
        private int maxHistory = Integer.MAX_VALUE;
        private int eventBufferSize = 1_000;
        private Duration progressInterval = Duration.ofMillis(100);
        private Duration closeTimeout = Duration.ofSeconds(10);
        private int maxPending = Integer.MAX_VALUE;
        private boolean debug;
        private @Nullable TaskCodec codec;
        private List<byte[]> handleKeys = List.of();
        private TaskClock clock = TaskClock.system();

        private Builder() {}

        /**
         * Forgets ended tasks, with their handlers, when there are more than so many: the oldest by {@code lastRun}
         * first. Pending and running tasks do not count, nor those with {@link TaskOptions.Builder#keep()}.
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
         * Makes the manager, ready to use.
         *
         * @return the caller closes it
         */
        public TaskManager build() {
            List<byte[]> keys = handleKeys.isEmpty() ? List.of(randomKey()) : handleKeys;
            return new TaskManager(new Settings(
                    new Settings.Limits(maxHistory, eventBufferSize, maxPending),
                    new Settings.Timing(progressInterval, closeTimeout, clock),
                    debug,
                    codec,
                    keys));
        }

        private static byte[] randomKey() {
            byte[] key = new byte[Handles.MIN_KEY_BYTES];
            new SecureRandom().nextBytes(key);
            return key;
        }

        private static int atLeastZero(String what, int value) {
            if (value < 0) {
                throw new IllegalArgumentException(what + " must be at least 0, got: " + value);
            }
            return value;
        }
    }
}
