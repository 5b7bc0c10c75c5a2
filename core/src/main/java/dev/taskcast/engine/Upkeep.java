package dev.taskcast.engine;

import dev.taskcast.forecast.Curves;
import dev.taskcast.lines.LineStore;
import dev.taskcast.run.Run;
import dev.taskcast.run.Runs;
import dev.taskcast.store.Lines;
import dev.taskcast.store.RunProgress;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.thread.Loop;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a durable store is told beside the commits: how far the runs are and what they have logged, at most four times a second in
 * one write each; and that its tables are to follow the journal. Beside that, how
 * runs went is kept, and read once a minute, for there are other nodes.
 */
final class Upkeep {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final long PASS_NANOS = 200_000_000;
    private static final long TELL_NANOS = 250_000_000;
    private static final long CURVES_NANOS = 60_000_000_000L;

    /**
     * What is kept of runs beside their states.
     *
     * @param runs those of this node
     * @param lines what they log
     * @param curves how they went
     */
    record OfRuns(Runs runs, LineStore lines, Curves curves) {}

    private final TaskStore store;
    private final Runs runs;
    private final LineStore lines;
    private final Curves curves;
    private final TaskClock clock;
    private final TaskClock.Timers timers;
    private final Runnable onPass;
    private final Loop loop;

    // Of the loop's thread.
    private final Map<Long, TaskProgress> told = new HashMap<>();
    private List<Lines> untold = List.of();
    private long tellNanos;
    private long curvesNanos;
    private boolean failing;
    private boolean curvesFail;

    Upkeep(TaskStore store, OfRuns of, TaskClock clock, TaskClock.Timers timers, Runnable onPass, Loop.Watch watch) {
        this.store = store;
        runs = of.runs();
        lines = of.lines();
        curves = of.curves();
        this.clock = clock;
        this.timers = timers;
        this.onPass = onPass;
        loop = new Loop(ThreadMaker.here(), watch, "taskcast-upkeep", this::pass);
        tellNanos = clock.nanos();
        curvesNanos = clock.nanos();
    }

    /** Tells how runs went here, and learns now and then how they went elsewhere. Nobody waits for it, and nothing else must. */
    void exchangeCurves() {
        long now = clock.nanos();
        try {
            tellCurves();
            if (now - curvesNanos >= 0) {
                curvesNanos = now + CURVES_NANOS;
                curves.restore(store.records().curves());
            }
            curvesFail = false;
        } catch (StoreException e) {
            if (!curvesFail) {
                LOG.log(System.Logger.Level.WARNING, "How runs went can't be kept or read for now", e);
            }
            curvesFail = true;
        }
    }

    private void tellCurves() {
        Map<String, byte[]> changed = curves.changed();
        if (!changed.isEmpty()) {
            store.records().keepCurves(changed);
            curves.isKept(changed);
        }
    }

    /** Runs that begin at once are to know how earlier ones went. */
    void start() {
        exchangeCurves();
        loop.start();
        loop.wake();
    }

    private void pass() {
        onPass.run();
        long now = clock.nanos();
        try {
            if (now - tellNanos >= 0) {
                tellNanos = now + TELL_NANOS;
                tell();
            }
            store.flush();
            failing = false;
        } catch (StoreException e) {
            if (!failing) {
                LOG.log(System.Logger.Level.WARNING, "The store's tables can't follow what is kept", e);
            }
            failing = true;
        }
        exchangeCurves();
        TaskClock.Timer ignored = timers.after(Duration.ofNanos(PASS_NANOS), loop::wake);
    }

    private void tell() {
        addUntold(); // while that fails, the lines of runs wait where they are bounded
        untold = lines.take();
        addUntold();
        List<RunProgress> newer = new ArrayList<>();
        Map<Long, TaskProgress> now = new HashMap<>();
        for (Run run : runs.all()) {
            TaskProgress progress = run.cell().value();
            if (progress != null) {
                now.put(run.fence(), progress);
                if (!progress.equals(told.get(run.fence()))) {
                    newer.add(new RunProgress(run.fence(), progress));
                }
            }
        }
        if (!newer.isEmpty()) {
            store.records()
                    .progress(now.entrySet().stream()
                            .map(each -> new RunProgress(each.getKey(), each.getValue()))
                            .toList());
        }
        told.clear();
        told.putAll(now);
    }

    private void addUntold() {
        if (!untold.isEmpty()) {
            store.records().addLines(untold);
            untold = List.of();
        }
    }

    /** Tells the last, and ends. */
    void close(Duration patience) {
        loop.close(patience);
        try {
            tell();
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.WARNING, "The store could not be told of the last lines and progress", e);
        }
        exchangeCurves();
    }
}
