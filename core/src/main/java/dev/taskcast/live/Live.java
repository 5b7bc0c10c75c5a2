package dev.taskcast.live;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lines.LineStore;
import dev.taskcast.log.EventLog;
import dev.taskcast.run.Runs;
import dev.taskcast.store.LiveRuns;
import dev.taskcast.store.NodeSign;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.Watched;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.thread.Loop;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What makes runs live on other nodes than their own: the loop of the {@link LiveWriter} and the {@link LiveReader}. Where there is no
 * other node it does nothing. Thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // the very ones that do nothing
public final class Live {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final long RETRY_NANOS = 500_000_000;

    private final boolean isPossible;
    private final LiveRuns store;
    private final Watching watching;
    private final LiveWriter writer;
    private final LiveReader reader;
    private final EventLog log;
    private final TaskClock clock;
    private final TaskClock.Timers timers;
    private final Loop loop;
    private volatile boolean hasOthers;
    private volatile Runnable stopHints = () -> {};

    // Of the loop's thread.
    private boolean failing;
    private long retryNanos;
    private boolean timerSet;
    private long timerNanos;

    /**
     * What is told, and what is shown.
     *
     * @param log shows progress
     * @param runs this node's
     * @param others the runs on other nodes
     * @param lines what all of them log
     */
    public record Shown(EventLog log, Runs runs, Others others, LineStore lines) {}

    /** The runs on other nodes. Thread-safe. */
    public interface Others {
        /**
         * Where they are.
         *
         * @return the names of the nodes
         */
        Set<String> nodes();

        /**
         * Whether one of them is watched.
         *
         * @param watched what is
         * @return false where none is
         */
        boolean isAnyWatched(Watched watched);
    }

    /**
     * Not started yet.
     *
     * @param store where nodes meet
     * @param watching what is watched here
     * @param shown what is told and shown
     * @param clock all time
     * @param timers on that clock
     * @param watch is told how its passes go
     */
    public Live(
            LiveRuns store,
            Watching watching,
            Shown shown,
            TaskClock clock,
            TaskClock.Timers timers,
            Loop.Watch watch) {
        isPossible = store != LiveRuns.NONE;
        this.store = store;
        this.watching = watching;
        this.clock = clock;
        this.timers = timers;
        log = shown.log();
        writer = new LiveWriter(store, log, shown.runs(), shown.lines(), clock.nanos());
        reader = new LiveReader(store, log, shown.lines(), shown.others(), clock);
        loop = new Loop(ThreadMaker.here(), watch, "taskcast-live", this::pass);
        retryNanos = clock.nanos();
    }

    /** Starts its thread, where there can be other nodes. */
    public void start() {
        if (isPossible) {
            stopHints = log.onHint(this::hint);
            store.onWatch(() -> {
                hasOthers = true;
                writer.lookAgain();
                loop.wake();
            });
            loop.start();
        }
    }

    private void hint() {
        if (hasOthers && !writer.isUnwatched()) {
            loop.wake();
        }
    }

    /**
     * The signs of nodes were read.
     *
     * @param self this node's name
     * @param signs of all
     */
    public void heard(String self, List<NodeSign> signs) {
        long own = 0;
        long others = 0;
        boolean isAny = false;
        for (NodeSign sign : signs) {
            boolean isOwn = sign.node().equals(self);
            own += isOwn ? sign.watch() : 0;
            others += isOwn ? 0 : sign.watch();
            isAny |= !isOwn;
        }
        hasOthers = isAny;
        if (writer.heard(others) || reader.heard(own)) {
            loop.wake();
        }
    }

    /**
     * How far a run is that ends now, for the nodes that watch it.
     *
     * @param row its task
     * @return null where there is no such node, or nothing to say
     */
    public @Nullable TaskProgress last(TaskRow row) {
        return hasOthers ? writer.last(row) : null;
    }

    private void pass() {
        long now = clock.nanos();
        if (!hasOthers || now - retryNanos < 0) {
            return;
        }
        long again = RETRY_NANOS;
        try {
            again = Math.min(writer.pass(now), reader.pass(now, watching.now()));
            failing = false;
        } catch (StoreException e) {
            if (!failing) {
                LOG.log(System.Logger.Level.DEBUG, "Progress can't be exchanged with other nodes for now", e);
            }
            failing = true;
            retryNanos = now + RETRY_NANOS;
        }
        setTimer(now, Math.max(0, again));
    }

    private void setTimer(long now, long again) {
        long due = now + again;
        if (timerSet && timerNanos - now > 0 && timerNanos - due <= 0) {
            return;
        }
        TaskClock.Timer ignored = timers.after(Duration.ofNanos(again), loop::wake);
        timerSet = true; // now that it is
        timerNanos = due;
    }

    /** Tells and shows nothing any more. Idempotent. */
    public void close(Duration patience) {
        stopHints.run();
        boolean ignored = loop.close(patience);
    }
}
