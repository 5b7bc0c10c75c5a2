package dev.taskcast.live;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lines.LineStore;
import dev.taskcast.log.EventLog;
import dev.taskcast.store.Lines;
import dev.taskcast.store.LiveRun;
import dev.taskcast.store.LiveRuns;
import dev.taskcast.store.LiveRuns.Written;
import dev.taskcast.store.Watched;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.time.TaskClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Says what is watched here of other nodes' runs, reads what they write, and shows it: progress in the log, lines beside it. It asks while
 * a run that is watched goes on elsewhere, and a moment longer.
 *
 * <p>What comes is of a run by its fence. Where the journal has been read that far, the task's row says whether that run is still the
 * newest one and at home there; else what came waits until it has. So nothing of an older run is shown. Of the loop's thread.
 */
final class LiveReader {
    static final long INTERVAL_NANOS = 75_000_000;
    static final long PUBLISH_NANOS = 100_000_000;
    private static final long LINGER_NANOS = 2_000_000_000;
    private static final int MOST_WAITING = 10_000;
    /** The search for runs that are watched takes this part of the time at the most. */
    private static final int SHARE = 20;

    /** Something that was read of a run that is not known yet. */
    private record Early(String node, LiveRun news) {}

    private final LiveRuns live;
    private final EventLog log;
    private final LineStore lines;
    private final Live.Others others;
    private final TaskClock clock;

    private final Map<String, Long> after = new HashMap<>(); // by node, the last write that is known
    private List<Early> early = new ArrayList<>();
    private volatile long version; // of what this node has said
    private volatile boolean isForgotten;
    private Watched published = Watched.NOTHING; // without since
    private long since;
    private boolean mustPublish; // anew
    private long publishNanos;
    private long readNanos;
    private long lookNanos;
    private long wantedUntilNanos;

    LiveReader(LiveRuns live, EventLog log, LineStore lines, Live.Others others, TaskClock clock) {
        this.clock = clock;
        long nowNanos = clock.nanos();
        this.live = live;
        this.log = log;
        this.lines = lines;
        this.others = others;
        publishNanos = nowNanos;
        readNanos = nowNanos;
        lookNanos = nowNanos;
        wantedUntilNanos = nowNanos;
    }

    /** What this node says that it watches is of this version in the store. Any thread; whether that is not what it has said. */
    boolean heard(long ofStore) {
        isForgotten |= ofStore != version;
        return isForgotten;
    }

    /** Reads what there is, where it is time to. How long it is until then. */
    long pass(long now, Watched watched) {
        if (isForgotten) {
            isForgotten = false;
            mustPublish = true;
        }
        if ((mustPublish || !watched.equals(published)) && now - publishNanos >= 0) {
            publish(now, watched);
        }
        if (published.isNothing()) {
            after.clear();
            early.clear();
            return PUBLISH_NANOS;
        }
        if (now - lookNanos >= 0) {
            look(now);
        }
        boolean isShown = showEarly();
        if (isFollowing(now) && now - readNanos >= 0) {
            isShown |= read(now);
        }
        if (isShown) {
            log.hint();
        }
        return isFollowing(now) ? readNanos - now : PUBLISH_NANOS;
    }

    /** First where each node is: what it writes from then on may be meant for this one. */
    private void publish(long now, Watched watched) {
        publishNanos = now + PUBLISH_NANOS; // also where it fails
        if (published.isNothing() && !watched.isNothing()) {
            after.putAll(live.newest());
            mustPublish = true;
        }
        long told = mustPublish ? ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE) : since;
        version = live.watch(watched.since(told));
        since = told;
        published = watched;
        mustPublish = false;
        lookNanos = now;
    }

    private void look(long now) {
        long begun = clock.nanos();
        if (others.isAnyWatched(published)) {
            wantedUntilNanos = now + LINGER_NANOS;
        }
        lookNanos = now + Math.max(INTERVAL_NANOS, SHARE * (clock.nanos() - begun));
    }

    private boolean isFollowing(long now) {
        return now - wantedUntilNanos < 0;
    }

    private boolean read(long now) {
        readNanos = now + INTERVAL_NANOS; // also where it fails
        others.nodes().forEach(node -> after.putIfAbsent(node, 0L));
        List<Written> news = List.of();
        boolean isRead = false;
        try {
            news = live.read(after);
            isRead = true;
        } finally {
            if (!isRead) {
                wantedUntilNanos = Math.max(wantedUntilNanos, now + LINGER_NANOS);
            }
        }
        boolean isShown = false;
        for (Written each : news) {
            Long before = after.put(each.node(), each.number());
            mustPublish |= before == null || each.number() != before + 1; // it has written more than can be read
            for (LiveRun run : each.news()) {
                isShown |= show(each.node(), run);
            }
        }
        return isShown;
    }

    private boolean showEarly() {
        if (early.isEmpty()) {
            return false;
        }
        List<Early> waiting = early;
        early = new ArrayList<>();
        boolean isShown = false;
        for (Early each : waiting) {
            isShown |= show(each.node, each.news);
        }
        return isShown;
    }

    /** Whether readers are to be told. */
    private boolean show(String node, LiveRun news) {
        if (news.fence() > log.head()) {
            if (early.size() < MOST_WAITING) {
                early.add(new Early(node, news));
            } else {
                mustPublish = true;
            }
            return false;
        }
        TaskProgress progress = news.progress();
        Lines logged = news.lines();
        boolean isShown = progress != null && log.amended().progress(news.created(), news.fence(), node, progress);
        return (logged != null && receive(node, news, logged)) || isShown;
    }

    /** What a run has logged may come after its end. */
    private boolean receive(String node, LiveRun news, Lines logged) {
        TaskRow row = log.member(news.created());
        if (row == null || row.fence() != news.fence() || row.state().run() != logged.run()) {
            return false;
        }
        boolean isItsOwn = switch (row.state()) {
            case Running running ->
                !running.placement().moving() && node.equals(running.placement().node());
            case Failed failed -> !Failed.INTERRUPTED.equals(failed.kind());
            default -> true;
        };
        if (isItsOwn) {
            lines.receive(row.id(), logged);
            lines.show();
        }
        return isItsOwn;
    }
}
