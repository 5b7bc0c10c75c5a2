package dev.taskcast.engine;

import dev.taskcast.commit.OnApplied;
import dev.taskcast.commit.Rows;
import dev.taskcast.dispatch.Dispatch;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Decision.Reason;
import dev.taskcast.lifecycle.Decision.Refused;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.run.RegisteredType;
import dev.taskcast.task.Course;
import dev.taskcast.task.Schedule;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskId;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.thread.ShortLock;
import dev.taskcast.time.StoreClock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which code is here: types and registered tasks, with their limits and schedules. Thread-safe. */
public final class Registrations {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    /**
     * What code is registered in.
     *
     * @param types by name
     * @param rows the tasks
     * @param dispatch is told which code is here
     * @param clock by which ticks are due
     */
    record Tasks(ConcurrentHashMap<String, RegisteredType> types, Rows rows, Dispatch dispatch, StoreClock clock) {}

    private final ConcurrentHashMap<String, RegisteredType> types;
    private final Rows rows;
    private final Dispatch dispatch;
    private final StoreClock clock;
    private final Submits submits;
    private final TaskCommands commands;
    private final LimitCommands limits;
    private final Commits commits;
    private final boolean isDurable;
    private final ShortLock availability = new ShortLock();

    Registrations(
            Tasks tasks,
            Submits submits,
            TaskCommands commands,
            LimitCommands limits,
            Commits commits,
            boolean isDurable) {
        types = tasks.types();
        rows = tasks.rows();
        dispatch = tasks.dispatch();
        clock = tasks.clock();
        this.submits = submits;
        this.commands = commands;
        this.limits = limits;
        this.commits = commits;
        this.isDurable = isDurable;
    }

    /**
     * Makes a type and a task of the same name.
     *
     * @param id the name
     * @param handler the code
     * @param options how it is shown and run
     * @throws IllegalArgumentException if the id is invalid
     * @throws IllegalStateException if it is registered already, or the engine is closed
     * @throws dev.taskcast.task.StoreUnavailableException if the store can't be reached for too long; its code is not here then
     */
    public void register(String id, TaskHandler handler, TaskOptions options) {
        commits.requireOpen();
        TaskId.requireValid(id);
        RegisteredType type = RegisteredType.of(handler, options);
        RegisteredType taken = types.putIfAbsent(id, type); // so that no type of this name comes in between
        if (taken != null && taken.isTyped()) {
            throw new IllegalStateException("Type \"" + id + "\" is already registered");
        }
        Placing placing = new Placing(id, type);
        try {
            Decision decision = commit(placing, taken == null);
            if (decision instanceof Refused refused && refused.reason() != Reason.SAME) {
                throw new IllegalStateException("Task \"" + id + "\" is already registered");
            }
            declareType(id, options);
            options.schedule().flatMap(Schedule::replaces).ifPresent(oldId -> rename(oldId, id));
        } catch (RuntimeException e) {
            placing.giveUp();
            available(id);
            throw e;
        }
        available(id);
    }

    /** Code that is in place once its task is kept, unless its caller was told by then that it is not registered, and may try again. */
    private final class Placing implements OnApplied {
        private final String id;
        private final RegisteredType type;
        private boolean isGivenUp; // guarded by the lock of what is available

        Placing(String id, RegisteredType type) {
            this.id = id;
            this.type = type;
        }

        @Override
        public void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
            availability.run(() -> {
                if (!isGivenUp) {
                    types.put(id, type);
                }
            });
        }

        void giveUp() {
            availability.run(() -> {
                isGivenUp = true;
                boolean ignored = types.remove(id, type);
            });
        }
    }

    private Decision commit(Placing placing, boolean isNewHere) {
        String id = placing.id;
        TaskOptions options = placing.type.options();
        Terms terms = submits.terms(options, true);
        Command command = new Command.Register(options.identity(id, id), terms, null);
        Decision decision;
        do {
            decision = commits.submit(id, command, placing);
            if (isDurable && isNewHere && Commits.refused(decision) == Reason.EXISTS) {
                decision = commits.submit(id, new Command.Attach(options.identity(id, id), terms), placing);
            }
        } while (Commits.refused(decision) == Reason.UNKNOWN); // another node took it away between the two
        return decision;
    }

    /**
     * Registers a type that tasks are submitted to.
     *
     * @param type name and classes
     * @param handler the code
     * @param options how, and who may
     * @param <P> the payload
     * @param <R> the result
     * @throws IllegalStateException if a type or task of this name is registered
     * @throws IllegalArgumentException if the name is no valid id, or payloads can't be decoded
     */
    public <P, R> void register(TaskType<P, R> type, TaskType.Handler<P, R> handler, TypeOptions<P> options) {
        commits.requireOpen();
        submits.register(type, handler, options);
        declareType(type.name(), options.tasks());
        available(type.name());
    }

    private void declareType(String type, TaskOptions options) {
        LimitSetting.Values values = QueueLimits.values(options.maxConcurrent(), options.rate());
        LimitId of = LimitId.type(type);
        if (!values.equals(dispatch.limits().get(of).declared())) {
            limits.declare(of, values);
        }
    }

    /** A task that was called otherwise goes on under its new name: with the tick that was to come. */
    private void rename(String oldId, String id) {
        TaskRow old = rows.find(oldId);
        TaskRow now = rows.find(id);
        if (old == null || now == null || old.payload() != null || types.containsKey(oldId)) {
            return;
        }
        Course course = old.state().course();
        if (course != null && Objects.equals(old.terms().schedule(), now.terms().schedule())) {
            Decision ignored = commits.submit(
                    id, new Command.Tick(clock.millis(), nextAt(now), course.nextAt(), false), OnApplied.NOTHING);
        }
        boolean isGone = unregister(oldId);
        LOG.log(
                System.Logger.Level.INFO,
                "Task \"" + oldId + "\" is called \"" + id + "\" now" + (isGone ? "" : ", and was gone already"));
    }

    private static long nextAt(TaskRow row) {
        Course course = row.state().course();
        return course == null ? 0 : course.nextAt();
    }

    /**
     * Takes a task and its type away.
     *
     * @param id which
     * @return false where there is none
     */
    public boolean unregister(String id) {
        return commands.end(id, new Command.Unregister()) instanceof Decision.Next;
    }

    /** A task that was registered takes its type with it, one that was submitted does not. */
    void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        if (after == null && before != null && before.payload() == null) {
            types.computeIfPresent(before.id(), (id, type) -> type.isTyped() ? type : null);
            available(before.id());
        }
    }

    /** Under a lock, so that the last word is about the types as they are. */
    private void available(String type) {
        boolean isHere = availability.get(() -> {
            boolean here = types.containsKey(type);
            dispatch.available(type, here);
            return here;
        });
        if (isHere) {
            commits.wake();
        }
    }

    /** Where the code here says something else than what was declared last, this node fires nothing. */
    static @Nullable Schedule schedule(ConcurrentHashMap<String, RegisteredType> types, TaskRow row) {
        RegisteredType type = types.get(row.type());
        Schedule schedule = type == null ? null : type.options().schedule().orElse(null);
        return schedule != null && schedule.text().equals(row.terms().schedule()) ? schedule : null;
    }

    /**
     * When a task's schedule starts it next.
     *
     * @param id of the task
     * @param count how many times are wanted
     * @return in order; none where it has no schedule, or its code is not here
     */
    public List<Instant> nextRuns(String id, int count) {
        commits.requireOpen();
        TaskRow row = rows.find(id);
        Schedule schedule = row == null ? null : schedule(types, row);
        Course course = row == null ? null : row.state().course();
        if (schedule == null || course == null || course.nextAt() == 0 || count == 0) {
            return List.of();
        }
        Instant first = Instant.ofEpochMilli(course.nextAt());
        return Stream.concat(Stream.of(first), schedule.nextTicks(first, count - 1).stream())
                .toList();
    }
}
