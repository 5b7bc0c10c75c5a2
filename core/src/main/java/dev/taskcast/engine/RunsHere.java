package dev.taskcast.engine;

import dev.taskcast.commit.Committer;
import dev.taskcast.commit.StoredPayloads;
import dev.taskcast.forecast.Curves;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lines.LineStore;
import dev.taskcast.progress.Publisher;
import dev.taskcast.queue.Slots;
import dev.taskcast.run.FenceCheck;
import dev.taskcast.run.ProgressPath;
import dev.taskcast.run.RegisteredType;
import dev.taskcast.run.Run;
import dev.taskcast.run.RunOutputs;
import dev.taskcast.run.Runner;
import dev.taskcast.run.Runs;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.StoreClock;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The runs of this node, and the code that is here for them: makes the runs of starts that are kept, and finds them again. A {@link Launcher}
 * has their handlers begin, and a {@link Runner} runs these. Runs are made where changes are applied, one at a time; all else is thread-safe.
 */
final class RunsHere {
    /** Of the heap, for the last lines of all runs. */
    private static final int LINES_SHARE = 16;

    private final NodeSetup setup;
    private final ConcurrentHashMap<String, RegisteredType> types = new ConcurrentHashMap<>();
    private final Runs runs = new Runs();
    private final Curves curves = new Curves();
    private final LineStore lines;
    private final StoredPayloads payloads;
    private final Launcher launcher;
    private final boolean isDurable;
    private volatile @Nullable Runner runner;

    /** There are none, and no code. */
    RunsHere(NodeSetup setup) {
        this.setup = setup;
        isDurable = setup.isDurable();
        lines = new LineStore(isDurable, Runtime.getRuntime().maxMemory() / LINES_SHARE);
        payloads = new StoredPayloads(setup.atRest(), setup.timers(), setup.vitals());
        launcher = new Launcher(
                new Launcher.OfRuns(this::open, this::find, this::launch, this::deliver, this::handBack),
                setup.clock(),
                slots(setup.settings().limits(), isDurable));
    }

    private static @Nullable Slots<Run> slots(Settings.Limits limits, boolean isDurable) {
        return limits.slots() == Settings.ANY_NUMBER ? null : new Slots<>(limits.slots(), isDurable);
    }

    /**
     * Says who runs them. Called once, before a run is made.
     *
     * @param committer is told how runs end, and what they note
     * @param publisher shows their progress
     * @param fence is asked before a run acts
     * @param clock by which a further attempt is due
     */
    void wire(Committer committer, Publisher publisher, FenceCheck fence, StoreClock clock) {
        Settings settings = setup.settings();
        ProgressPath progress = settings.timing().progressInterval().isZero()
                ? ProgressPath.everyOne(committer)
                : ProgressPath.merged(publisher, runs);
        runner = new Runner(
                runs,
                committer,
                setup.clock(),
                setup.timers(),
                new RunOutputs(
                        progress,
                        lines,
                        new Notes(committer, setup.clock(), isDurable),
                        fence,
                        publisher::lines,
                        settings.code().codec()),
                new Runner.Home(ThreadMaker.here(), settings.code().wrapper(), clock));
    }

    /** The run of a task that was started here. */
    Run open(TaskRow started) {
        RegisteredType type = types.get(started.state().identity().type());
        if (type == null) {
            throw new IllegalStateException("A task that starts must have its handler, got: none");
        }
        Run known = isDurable ? runs.get(started.fence()) : null;
        if (known != null) { // all but that was done, and is done once more
            return known;
        }
        lines.remove(started.id());
        Run run = new Run(started, type);
        runs.add(run);
        if (started.isPayloadInStore()) { // it may be here before there is a slot
            payloads.want(run.id(), started.created(), run::isGone, run::payload);
        }
        return run;
    }

    /** The run of a task that runs on this node; else null. */
    @Nullable
    Run find(TaskRow row) {
        return row.state() instanceof Running ? runs.get(row.fence()) : null;
    }

    /** Tells the run of a task that it is over: to be delivered once that is kept. Null where none of this node goes on. */
    @Nullable
    Run raise(@Nullable TaskRow before) {
        Run run = before == null ? null : find(before);
        if (run != null) {
            run.raise();
        }
        return run;
    }

    /** Tells a run's handler that it was ended. */
    void deliver(Run run) {
        runner().deliver(run);
    }

    private void launch(Run run) {
        runner().launch(run);
    }

    private void handBack(Run run) {
        runner().handBack(run);
    }

    /** Runs their handlers. */
    Runner runner() {
        Runner present = runner;
        if (present == null) {
            throw new IllegalStateException("An engine must be wired before it runs tasks");
        }
        return present;
    }

    /** Has their handlers begin, as there are slots. */
    Launcher launcher() {
        return launcher;
    }

    /** The code that is here, by name. */
    ConcurrentHashMap<String, RegisteredType> types() {
        return types;
    }

    /** Those whose handlers have not returned. */
    Runs all() {
        return runs;
    }

    /** What they log. */
    LineStore lines() {
        return lines;
    }

    /** The payloads that they still need. */
    StoredPayloads payloads() {
        return payloads;
    }

    /** How earlier ones went. */
    Curves curves() {
        return curves;
    }
}
