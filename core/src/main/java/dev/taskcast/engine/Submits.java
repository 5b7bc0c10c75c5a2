package dev.taskcast.engine;

import dev.taskcast.codec.Payload;
import dev.taskcast.codec.PlainPayload;
import dev.taskcast.codec.TaskCodec;
import dev.taskcast.commit.OnApplied;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Decision.Made;
import dev.taskcast.lifecycle.Decision.Reason;
import dev.taskcast.lifecycle.Decision.Refused;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.lifecycle.UniqueKey;
import dev.taskcast.run.RegisteredType;
import dev.taskcast.task.Schedule;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskId;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskNotUniqueException;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TooManyTasksException;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.task.Unique;
import dev.taskcast.task.Waiting;
import dev.taskcast.time.StoreClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Types, and the making of tasks that are submitted to them. Thread-safe. */
public final class Submits {
    /** How a command is committed. */
    @FunctionalInterface
    interface Commits {
        Decision submit(String id, Command command, OnApplied onApplied);
    }

    /** How several commands are committed at once. */
    @FunctionalInterface
    interface AllCommits {
        List<Decision> submit(List<Map.Entry<String, Command>> commands);
    }

    /**
     * A task that is about to be made.
     *
     * @param identity what it is
     * @param payload what it is submitted with
     * @param terms what was declared for it
     * @param waiting what it waits for
     */
    public record Submission(TaskIdentity identity, Payload payload, Terms terms, Waiting waiting) {
        private boolean isRejected() {
            UniqueKey unique = terms.unique();
            return unique != null && unique.mode() == Unique.Mode.REJECT;
        }
    }

    /**
     * What became of a submit.
     *
     * @param task a new one, or the one that had its unique key
     * @param isMade whether it is a new one
     */
    public record Outcome(TaskState task, boolean isMade) {}

    private final Settings settings;
    private final TimeOrderedId ids = new TimeOrderedId();
    private final ConcurrentHashMap<String, RegisteredType> types;
    private final Commits commits;
    private final StoreClock clock;
    private final boolean durable;

    Submits(
            Settings settings,
            ConcurrentHashMap<String, RegisteredType> types,
            Commits commits,
            StoreClock clock,
            boolean durable) {
        this.clock = clock;
        this.durable = durable;
        this.settings = settings;
        this.types = types;
        this.commits = commits;
    }

    /**
     * Registers a type.
     *
     * @param type name and classes
     * @param handler the code
     * @param options how, and who may
     * @param <P> the payload
     * @param <R> the result
     * @throws IllegalStateException if a type or task of this name is registered
     * @throws IllegalArgumentException if the name is no valid id, or payloads from outside can't be decoded
     */
    <P, R> void register(TaskType<P, R> type, TaskType.Handler<P, R> handler, TypeOptions<P> options) {
        TaskId.requireValid(type.name());
        if (options.isSubmittable() && settings.code().codec() == null && !PlainPayload.isPlain(type.payloadType())) {
            throw new IllegalArgumentException(
                    "A submittable type must have a plain payload type (string, number, boolean,"
                            + " list or map) or a codec such as taskcast-jackson, got: "
                            + type.payloadType().getName());
        }
        if (durable && settings.code().codec() == null && !PlainPayload.isPlain(type.payloadType())) {
            throw new IllegalArgumentException(
                    "With a durable store a type must have a plain payload type (string, number, boolean, list or map)"
                            + " or a codec such as taskcast-jackson, got: "
                            + type.payloadType().getName());
        }
        RegisteredType registered =
                RegisteredType.of(type, handler, options, settings.code().codec());
        if (types.putIfAbsent(type.name(), registered) != null) {
            throw new IllegalStateException("Type \"" + type.name() + "\" is already registered");
        }
    }

    /**
     * A type, as a submit over HTTP may find it.
     *
     * @param name its name
     * @return null where there is none that tasks can be submitted to
     */
    public @Nullable RegisteredType find(String name) {
        RegisteredType type = types.get(name);
        return type != null && type.isTyped() ? type : null;
    }

    /**
     * Checks a submit by the application.
     *
     * @param type which type
     * @param payload of the type's class
     * @param options what the task is
     * @param <P> the payload
     * @return for {@link Engine#submit}
     * @throws IllegalArgumentException if there is no such type, or the payload is refused
     */
    public <P> Submission prepare(TaskType<P, ?> type, @Nullable P payload, SubmitOptions options) {
        RegisteredType registered = find(type.name());
        if (registered == null) {
            throw new IllegalArgumentException("A submit must name a registered type, got: \"" + type.name() + "\"");
        }
        registered.validate(payload);
        Payload made = Payload.of(payload, settings.code().codec());
        if (!made.fits(type.payloadType(), settings.code().codec())) {
            throw new IllegalArgumentException(
                    "Without a codec a payload must be of a type that a copy of it can have, got: "
                            + type.payloadType().getName());
        }
        return submission(identity(type.name(), registered, options), registered, payload, made, options);
    }

    /**
     * What a submit would make, whether there is such a type or not: for whoever is asked first whether it may be made.
     *
     * @param typeName a valid name
     * @param registered the type of that name, or null where there is none
     * @param options what the task is
     * @return with an id of its own where the options have none
     */
    public TaskIdentity identity(String typeName, @Nullable RegisteredType registered, SubmitOptions options) {
        String id =
                options.id().orElseGet(() -> ids.next(settings.timing().clock().millis()));
        return options.identity(id, typeName, registered == null ? TaskOptions.DEFAULT : registered.options());
    }

    /**
     * Checks a submit from outside.
     *
     * @param identity of the task
     * @param registered its type, one that {@link #find} finds
     * @param json the payload, in UTF-8
     * @param plain the payload as plain values, for where there is no codec
     * @return for {@link Engine#submit}
     * @throws IllegalArgumentException if the payload does not fit; the message is for whoever sent it
     */
    public Submission prepare(TaskIdentity identity, RegisteredType registered, byte[] json, @Nullable Object plain) {
        TaskCodec codec = settings.code().codec();
        Class<?> wanted = registered.payloadType();
        Object value = codec == null ? PlainPayload.fit(plain, wanted) : codec.decode(json, wanted);
        if (value != null && !wanted.isInstance(value)) {
            throw new IllegalArgumentException("The payload does not fit the type");
        }
        registered.validate(value);
        return submission(identity, registered, value, Payload.of(value, codec), SubmitOptions.DEFAULT);
    }

    private Submission submission(
            TaskIdentity identity,
            RegisteredType registered,
            @Nullable Object value,
            Payload payload,
            SubmitOptions options) {
        long now = clock.millis();
        Unique ofType = options.unique().isPresent() ? null : registered.unique(value);
        Unique unique = options.unique().orElse(ofType);
        Terms terms = terms(registered.options(), false);
        UniqueKey key = unique == null ? null : UniqueKey.of(unique, ofType == null ? null : identity.owner(), now);
        return new Submission(
                identity,
                durable ? payload.packed() : payload.live(),
                key == null ? terms : terms.with(key),
                waiting(now, options, unique));
    }

    private static Waiting waiting(long now, SubmitOptions options, @Nullable Unique unique) {
        Unique debounce = unique == null || unique.mode() != Unique.Mode.DEBOUNCE ? null : unique;
        if (debounce != null && options.isPutOff()) {
            throw new IllegalArgumentException(
                    "A debounce says itself when the task is due, got: another time beside " + debounce);
        }
        long dueAt =
                debounce == null ? options.dueAt(now) : now + debounce.quiet().toMillis();
        return debounce != null || dueAt > now
                ? new Waiting.ForTime(0, now, dueAt, false, null, null)
                : new Waiting.ForSlot(0, now, null, null);
    }

    /** What a type's options declare for its tasks. */
    Terms terms(TaskOptions options, boolean isRegistered) {
        boolean isLimited = options.maxConcurrent() != Integer.MAX_VALUE
                || options.queue().isPresent()
                || settings.declared().containsKey(LimitId.MANAGER);
        return new Terms(
                        options.isKept(),
                        options.restartsInterrupted(),
                        isRegistered && isLimited,
                        options.retry().maxAttempts(),
                        options.schedule().map(Schedule::text).orElse(null),
                        null,
                        null)
                .shared();
    }

    Outcome make(Submission submission) {
        Decision decision = commits.submit(submission.identity().id(), command(submission), OnApplied.NOTHING);
        return made(submission, decision);
    }

    /** Makes all that can be made, and then throws where one could not. */
    List<Outcome> makeAll(List<Submission> submissions, AllCommits all) {
        List<Map.Entry<String, Command>> commands = new ArrayList<>(submissions.size());
        for (Submission submission : submissions) {
            commands.add(Map.entry(submission.identity().id(), command(submission)));
        }
        List<Decision> decisions = all.submit(commands);
        List<Outcome> made = new ArrayList<>(decisions.size());
        for (int i = 0; i < decisions.size(); i++) {
            made.add(made(submissions.get(i), decisions.get(i)));
        }
        return made;
    }

    private static Command command(Submission submission) {
        return new Command.Register(
                submission.identity(), submission.terms(), submission.payload(), submission.waiting());
    }

    private Outcome made(Submission submission, Decision decision) {
        return switch (decision) {
            case Made made -> new Outcome(made.state(), true);
            case Decision.Swapped swapped -> new Outcome(swapped.state(), false);
            case Decision.Held held
            when submission.isRejected() ->
                throw new TaskNotUniqueException(held.state().id());
            case Decision.Held held -> new Outcome(held.state(), false);
            case Refused refused
            when refused.reason() == Reason.FULL ->
                throw new TooManyTasksException(settings.limits().maxPending());
            case Refused refused
            when refused.reason() == Reason.CLOSED -> throw new IllegalStateException("The task manager is closed");
            case Refused refused ->
                throw new TaskExistsException(submission.identity().id());
            case Decision.Next other -> throw new IllegalStateException("A submit makes a task, got: " + other);
        };
    }
}
