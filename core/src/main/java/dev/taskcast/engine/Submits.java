package dev.taskcast.engine;

import dev.taskcast.adapter.Commands.Outcome;
import dev.taskcast.adapter.Commands.Submission;
import dev.taskcast.codec.Payload;
import dev.taskcast.codec.PlainPayload;
import dev.taskcast.codec.TaskCodec;
import dev.taskcast.commit.Observed;
import dev.taskcast.commit.OnApplied;
import dev.taskcast.commit.Resting;
import dev.taskcast.commit.Rows;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Decision.Made;
import dev.taskcast.lifecycle.Decision.Reason;
import dev.taskcast.lifecycle.Decision.Refused;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.lifecycle.UniqueKey;
import dev.taskcast.run.RegisteredType;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.Submitted;
import dev.taskcast.task.Schedule;
import dev.taskcast.task.StoreTransaction;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.SubmitContext;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskId;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskNotUniqueException;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TooManyTasksException;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.task.Unique;
import dev.taskcast.task.Waiting;
import dev.taskcast.thread.SafeLog;
import dev.taskcast.time.StoreClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Types, and the making of tasks that are submitted to them. Thread-safe. */
public final class Submits {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog NO_ORIGIN = new SafeLog(
            LOG, System.Logger.Level.ERROR, "The context of the submit of task \"", "\" could not be taken");

    private final Settings settings;
    private final TimeOrderedId ids = new TimeOrderedId();
    private final ConcurrentHashMap<String, RegisteredType> types;
    private final Rows rows;
    private final Resting resting;
    private final Commits commits;
    private final StoreClock clock;
    private final Observed observed;
    private final boolean durable;

    Submits(NodeSetup setup, RunsHere runs, Accounts accounts, Commits commits) {
        settings = setup.settings();
        types = runs.types();
        rows = accounts.rows();
        resting = accounts.resting();
        this.commits = commits;
        clock = accounts.storeClock();
        observed = accounts.observed();
        durable = setup.isDurable();
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

    private @Nullable RegisteredType find(String name) {
        commits.requireOpen();
        RegisteredType type = types.get(name);
        return type != null && type.isTyped() ? type : null;
    }

    /** A type, as a submit from outside may find it. */
    @Nullable
    RegisteredType submittable(String name) {
        RegisteredType type = find(name);
        return type != null && type.isSubmittable() ? type : null;
    }

    /**
     * Checks a submit by the application.
     *
     * @param type which type
     * @param payload of the type's class
     * @param options what the task is
     * @param <P> the payload
     * @return for {@link TaskCommands#submit}
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
        TaskIdentity identity = identity(type.name(), registered, options);
        return submission(identity, registered, payload, made, options, false);
    }

    /** What a submit would make; the type is null where there is none. */
    TaskIdentity identity(String typeName, @Nullable RegisteredType registered, SubmitOptions options) {
        String id =
                options.id().orElseGet(() -> ids.next(settings.timing().clock().millis()));
        return options.identity(id, typeName, registered == null ? TaskOptions.DEFAULT : registered.options());
    }

    /** Checks a submit from outside; a unique key of it is one among its owner's. */
    Submission prepare(TaskIdentity identity, byte[] json, @Nullable Object plain, SubmitOptions options) {
        RegisteredType registered = submittable(identity.type());
        if (registered == null) {
            throw new IllegalArgumentException("There is no type of this name that tasks can be submitted to");
        }
        TaskCodec codec = settings.code().codec();
        Class<?> wanted = registered.payloadType();
        Object value = codec == null ? PlainPayload.fit(plain, wanted) : codec.decode(json, wanted);
        if (value != null && !wanted.isInstance(value)) {
            throw new IllegalArgumentException("The payload does not fit the type");
        }
        registered.validate(value);
        return submission(identity, registered, value, Payload.of(value, codec), options, true);
    }

    private Submission submission(
            TaskIdentity identity,
            RegisteredType registered,
            @Nullable Object value,
            Payload payload,
            SubmitOptions options,
            boolean isFromOutside) {
        long now = clock.millis();
        Unique ofType = options.unique().isPresent() ? null : registered.unique(value);
        Unique unique = options.unique().orElse(ofType);
        Waiting waiting = waiting(now, options, unique);
        Terms terms = terms(registered.options(), false).withOrigin(origin(identity)); // last: the payload is valid
        String owner = isFromOutside || ofType != null ? identity.owner() : null;
        UniqueKey key = unique == null ? null : UniqueKey.of(unique, owner, now);
        return new Submission(
                identity,
                durable ? payload.packed() : payload.live(),
                key == null ? terms : terms.with(key),
                waiting,
                options.id().isEmpty());
    }

    /** Whatever goes wrong with it is not for the submit. */
    private @Nullable String origin(TaskIdentity identity) {
        try {
            String origin = settings.code().context().of(identity);
            return origin == null || origin.length() > SubmitContext.MAX_LENGTH ? null : origin;
        } catch (Throwable broken) {
            NO_ORIGIN.log(identity.id(), broken);
            return null;
        }
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
                || options.rate().isPresent()
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
        String id = submission.identity().id();
        Decision decision = submission.isIdNew()
                ? commits.submitNew(id, command(submission))
                : commits.submit(id, command(submission), OnApplied.NOTHING);
        return made(submission, decision);
    }

    /** Makes all that can be made, and then throws where one could not. */
    List<Outcome> makeAll(List<Submission> submissions) {
        List<Map.Entry<String, Command>> commands = new ArrayList<>(submissions.size());
        for (Submission submission : submissions) {
            commands.add(Map.entry(submission.identity().id(), command(submission)));
        }
        List<Decision> decisions = commits.submitAll(commands);
        List<Outcome> made = new ArrayList<>(decisions.size());
        for (int i = 0; i < decisions.size(); i++) {
            made.add(made(submissions.get(i), decisions.get(i)));
        }
        return made;
    }

    /**
     * Keeps a task in somebody else's transaction.
     *
     * @param submission a checked one
     * @param transaction of the store's database
     * @return the task as it will be
     * @throws TaskExistsException if its id is taken
     * @throws IllegalArgumentException if it is to be unique: what was acknowledged with a commit can't be dropped later
     * @throws UnsupportedOperationException if the store can't
     */
    public TaskState keep(Submission submission, StoreTransaction transaction) {
        commits.requireOpen();
        if (submission.terms().unique() != null) {
            throw new IllegalArgumentException("A submit in a transaction can't be unique, got: one of type "
                    + submission.identity().type()
                    + ". What was acknowledged with the commit could not be dropped later");
        }
        String id = submission.identity().id();
        if (isTaken(submission)) {
            throw new TaskExistsException(id);
        }
        Submitted submitted =
                new Submitted(0, submission.identity(), submission.terms(), submission.payload(), submission.waiting());
        settings.storage().store().inbox().submit(transaction, submitted);
        commits.submittedInTransaction();
        return new Pending(submission.identity(), submission.waiting());
    }

    private boolean isTaken(Submission submission) {
        String id = submission.identity().id();
        if (submission.isIdNew()) {
            return rows.find(id) != null;
        }
        try {
            return resting.find(id) != null;
        } catch (StoreUnavailableException e) { // to the caller that is what their own transaction will meet
            throw new StoreException("Can't find out whether the id \"" + id + "\" is taken", e);
        }
    }

    private static boolean isRejected(@Nullable UniqueKey key) {
        return key != null && key.mode() == Unique.Mode.REJECT;
    }

    private static Command command(Submission submission) {
        return new Command.Register(
                submission.identity(), submission.terms(), submission.payload(), submission.waiting());
    }

    private TooManyTasksException full(Submission submission) {
        observed.submitRefused(submission.identity());
        return new TooManyTasksException(settings.limits().maxPending());
    }

    private Outcome made(Submission submission, Decision decision) {
        return switch (decision) {
            case Made made -> new Outcome(made.state(), true);
            case Decision.Swapped swapped -> new Outcome(swapped.state(), false);
            case Decision.Held held
            when isRejected(submission.terms().unique()) ->
                throw new TaskNotUniqueException(held.state().id());
            case Decision.Held held -> new Outcome(held.state(), false);
            case Refused refused when refused.reason() == Reason.FULL -> throw full(submission);
            case Refused refused when refused.reason() == Reason.CLOSED -> throw Commits.closed();
            case Refused refused ->
                throw new TaskExistsException(submission.identity().id());
            case Decision.Next other -> throw new IllegalStateException("A submit makes a task, got: " + other);
        };
    }
}
