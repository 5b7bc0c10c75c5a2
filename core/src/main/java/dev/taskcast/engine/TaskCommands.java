package dev.taskcast.engine;

import dev.taskcast.adapter.Commands;
import dev.taskcast.commit.OnApplied;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Decision.Reason;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.run.RegisteredType;
import dev.taskcast.run.Run;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.ForgetOutcome;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.SubmitField;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Running;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Starts, cancels and makes tasks: each is one command, and what follows from its decision is done after it. Thread-safe. */
public final class TaskCommands implements Commands {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final Command WISH = new Command.Enqueue(0, false);

    private final RunsHere runs;
    private final Submits submits;
    private final TaskQueries queries;
    private final Commits commits;
    private final boolean debug;

    TaskCommands(RunsHere runs, Submits submits, TaskQueries queries, Commits commits, boolean debug) {
        this.runs = runs;
        this.submits = submits;
        this.queries = queries;
        this.commits = commits;
        this.debug = debug;
    }

    @Override
    public StartOutcome start(String id) {
        Launch launch = new Launch();
        Decision decision = commits.submit(id, WISH, launch);
        if (launch.run != null) {
            runs.launcher().launch(launch.run);
        }
        if (decision instanceof Decision.Next) {
            return decision instanceof Decision.Started ? StartOutcome.STARTED : StartOutcome.QUEUED;
        }
        StartOutcome outcome = switch (Commits.refused(decision)) {
            case RUNNING -> StartOutcome.ALREADY_RUNNING;
            case QUEUED -> StartOutcome.ALREADY_QUEUED;
            case null, default -> StartOutcome.UNKNOWN;
        };
        debug("start", id, outcome);
        return outcome;
    }

    /** A start on its way: its run is there as soon as anybody can see that it runs. One that may have to wait for its slot is the launcher's. */
    private final class Launch implements OnApplied {
        @Nullable
        Run run;

        @Override
        public void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
            if (after == null || !(after.state() instanceof Running)) {
                return;
            }
            if (runs.launcher().isUnlimited()) {
                run = runs.open(after);
            } else {
                runs.launcher().started(before, after);
            }
        }
    }

    @Override
    public CancelOutcome cancel(String id) {
        Decision decision = end(id, new Command.Cancel());
        if (decision instanceof Decision.Next) {
            return CancelOutcome.CANCELED;
        }
        boolean isKnown = Commits.refused(decision) == Reason.NOT_RUNNING;
        CancelOutcome outcome = isKnown ? CancelOutcome.NOT_RUNNING : CancelOutcome.UNKNOWN;
        debug("cancel", id, outcome);
        return outcome;
    }

    /**
     * Forgets a submitted task that has ended.
     *
     * @param id of which task
     * @return what happened
     */
    public ForgetOutcome forget(String id) {
        Decision decision = commits.submit(id, new Command.Forget(), OnApplied.NOTHING);
        if (decision instanceof Decision.Next) {
            return ForgetOutcome.FORGOTTEN;
        }
        ForgetOutcome outcome = switch (Commits.refused(decision)) {
            case NOT_ENDED -> ForgetOutcome.NOT_ENDED;
            case KEPT -> ForgetOutcome.REGISTERED;
            case null, default -> ForgetOutcome.UNKNOWN;
        };
        debug("forget", id, outcome);
        return outcome;
    }

    /** A command that ends the run which goes on, if there is one. */
    Decision end(String id, Command command) {
        AtomicReference<@Nullable Run> ended = new AtomicReference<>();
        Decision decision = commits.submit(id, command, (before, after) -> ended.set(runs.raise(before)));
        Run run = ended.get();
        if (run != null) {
            runs.deliver(run);
        }
        return decision;
    }

    private void debug(String what, String id, Enum<?> outcome) {
        if (debug) {
            LOG.log(System.Logger.Level.INFO, () -> what + " of task \"" + id + "\" changed nothing: " + outcome);
        }
    }

    @Override
    public boolean isSubmittable(String type) {
        return submits.submittable(type) != null;
    }

    @Override
    public Set<SubmitField> settable(String type) {
        RegisteredType found = submits.submittable(type);
        return found == null ? Set.of() : found.settable();
    }

    @Override
    public TaskIdentity identity(String type, SubmitOptions options) {
        return submits.identity(type, submits.submittable(type), options);
    }

    @Override
    public Submission prepare(TaskIdentity identity, byte[] json, @Nullable Object plain, SubmitOptions options) {
        return submits.prepare(identity, json, plain, options);
    }

    @Override
    public Outcome submit(Submission submission) {
        return newest(submits.make(submission));
    }

    /**
     * Makes tasks, as many as can be with one commit.
     *
     * @param submissions checked ones, see {@link Submits}
     * @return the tasks, in the same order
     * @throws dev.taskcast.task.TaskExistsException if an id is taken; the others are made
     * @throws dev.taskcast.task.TaskNotUniqueException if a unique key is taken that is to be refused then; the others are made
     * @throws dev.taskcast.task.TooManyTasksException if there are too many; as many as there may be are made
     */
    public List<TaskState> submit(List<Submission> submissions) {
        return submits.makeAll(submissions).stream()
                .map(outcome -> newest(outcome).task())
                .toList();
    }

    private Outcome newest(Outcome outcome) {
        TaskState now = queries.state(outcome.task().id());
        return now == null ? outcome : new Outcome(now, outcome.isMade());
    }
}
