package dev.taskcast.live;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lines.LineStore;
import dev.taskcast.lines.LineTail;
import dev.taskcast.log.AmendedTasks;
import dev.taskcast.log.EventLog;
import dev.taskcast.run.Run;
import dev.taskcast.run.Runs;
import dev.taskcast.store.Lines;
import dev.taskcast.store.LiveRun;
import dev.taskcast.store.LiveRuns;
import dev.taskcast.store.LiveRuns.Watchers;
import dev.taskcast.store.Watched;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Running;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes what other nodes watch of this node's runs: the newest progress of those whose progress has changed, and what they have logged.
 * It reads the log on like everybody else, and writes at most ten times a second, whatever there is. While nobody else watches anything
 * it does nothing at all.
 *
 * <p>Of the loop's thread, but for {@link #lookAgain}, {@link #heard} and {@link #last}.
 */
final class LiveWriter {
    static final long INTERVAL_NANOS = 100_000_000;

    /** Of how many runs one write holds the progress, and about how many characters of lines: the rest is for the next ones. */
    private static final int MOST_RUNS = 1_000;

    private static final int MOST_CHARS = 256 * 1_024;
    private static final int LINES_AT_ONCE = 500;

    private final LiveRuns live;
    private final EventLog log;
    private final Runs runs;
    private final LineStore lines;
    private volatile boolean mustLook;
    private volatile Watchers watchers = new Watchers(0, Map.of());

    // Of the loop's thread.
    private final Set<Long> due = new LinkedHashSet<>(); // where tasks were made whose progress is to be written
    private final Map<String, Told> told = new HashMap<>(); // how far the lines of tasks are written, by their ids
    private long tick;
    private long dueNanos;

    /** How far the lines of a run are written. */
    private record Told(long created, int run, long last) {}

    LiveWriter(LiveRuns live, EventLog log, Runs runs, LineStore lines, long nowNanos) {
        this.live = live;
        this.log = log;
        this.runs = runs;
        this.lines = lines;
        dueNanos = nowNanos;
    }

    /** Other nodes may watch something else than before. */
    void lookAgain() {
        mustLook = true;
    }

    /** What other nodes watch is of this version. Whether that is new. */
    boolean heard(long version) {
        boolean isNew = version != watchers.version();
        mustLook |= isNew;
        return isNew;
    }

    /** Whether no other node watches anything, as far as is known. */
    boolean isUnwatched() {
        return watchers.byNode().isEmpty();
    }

    /**
     * How far a run is that ends now, for the nodes that watch it.
     *
     * @param row its task
     * @return null where there is no such node, or nothing to say
     */
    @Nullable
    TaskProgress last(TaskRow row) {
        return isWatched(row.state().identity()) ? runs.progress(row.fence()) : null;
    }

    private boolean isWatched(TaskIdentity task) {
        for (Watched each : watchers.byNode().values()) {
            if (each.matches(task)) {
                return true;
            }
        }
        return false;
    }

    /** Writes what there is, where it is time to. How long it is until then; {@code Long.MAX_VALUE} where there is nothing. */
    long pass(long now) {
        if (mustLook) {
            look();
        }
        if (isUnwatched()) {
            return Long.MAX_VALUE;
        }
        collect();
        if (now - dueNanos < 0) {
            return dueNanos - now;
        }
        List<LiveRun> news = new ArrayList<>();
        Map<String, Told> tellingLines = new HashMap<>();
        List<Long> telling = progress(news);
        boolean isMore = lines(news, tellingLines);
        if (!news.isEmpty()) {
            dueNanos = now + INTERVAL_NANOS; // also where it fails
            boolean ignored = heard(live.write(news));
            told.putAll(tellingLines);
        }
        telling.forEach(due::remove);
        return mustLook ? 0 : isMore || !due.isEmpty() ? INTERVAL_NANOS : Long.MAX_VALUE;
    }

    /** Whoever has begun to watch is told of all that goes on already. */
    private void look() {
        mustLook = false;
        boolean isDone = false;
        try {
            Map<String, Watched> before = watchers.byNode();
            if (before.isEmpty()) {
                tick = log.end().tick(); // what was amended before that is told anew
                due.clear();
                told.clear();
            }
            watchers = live.watchers();
            tellAnew(before, watchers.byNode());
            told.keySet()
                    .removeIf(id -> watchers.byNode().values().stream()
                            .noneMatch(each -> each.lines().contains(id)));
            isDone = true;
        } finally {
            mustLook |= !isDone;
        }
    }

    private void tellAnew(Map<String, Watched> before, Map<String, Watched> now) {
        for (Map.Entry<String, Watched> each : now.entrySet()) {
            Watched fresh = each.getValue();
            Watched known = before.getOrDefault(each.getKey(), Watched.NOTHING);
            Watched had = known.since() == fresh.since() ? known : Watched.NOTHING;
            for (Run run : runs.all()) {
                if (fresh.matches(run.identity()) && !had.matches(run.identity())) {
                    due.add(run.created());
                }
            }
            fresh.lines().stream().filter(id -> !had.lines().contains(id)).forEach(told::remove);
        }
    }

    /** The progress of this node's runs that has changed. */
    private void collect() {
        AmendedTasks.Amended amended;
        do {
            amended = log.amended().after(tick, MOST_RUNS);
            tick = amended.tick();
            for (TaskRow row : amended.rows()) {
                if (runs.get(row.fence()) != null && isWatched(row.state().identity())) {
                    due.add(row.created());
                }
            }
        } while (!amended.rows().isEmpty());
    }

    /** Which tasks' progress the news tell of. */
    private List<Long> progress(List<LiveRun> news) {
        List<Long> telling = new ArrayList<>();
        for (Iterator<Long> next = due.iterator(); next.hasNext() && telling.size() < MOST_RUNS; ) {
            long created = next.next();
            telling.add(created);
            TaskRow row = log.member(created);
            TaskProgress progress =
                    row != null && row.state() instanceof Running ? runs.pacedProgress(row.fence()) : null;
            if (row != null && progress != null) {
                news.add(new LiveRun(created, row.fence(), progress, null));
            }
        }
        return telling;
    }

    /** Adds lines; whether there are more of them. */
    private boolean lines(List<LiveRun> news, Map<String, Told> telling) {
        int room = MOST_CHARS;
        boolean isMore = false;
        for (Watched each : watchers.byNode().values()) {
            for (String id : each.lines()) {
                LineTail tail = telling.containsKey(id) ? null : lines.find(id);
                TaskRow row = tail == null || tail.isRestored() ? null : log.member(tail.created());
                if (tail == null || row == null || row.state().run() != tail.run()) {
                    continue;
                }
                if (room <= 0) {
                    return true;
                }
                LineTail.Lines some = tail.after(told(id, tail), LINES_AT_ONCE);
                isMore |= some.more();
                if (!some.lines().isEmpty()) {
                    room -= some.lines().stream().mapToInt(String::length).sum();
                    Lines said = new Lines(tail.created(), tail.run(), some.from(), some.lines());
                    news.add(new LiveRun(tail.created(), row.fence(), null, said));
                    telling.put(id, new Told(tail.created(), tail.run(), some.last()));
                }
            }
        }
        return isMore;
    }

    private long told(String id, LineTail tail) {
        Told before = told.get(id);
        return before != null && before.created == tail.created() && before.run == tail.run() ? before.last : 0;
    }
}
