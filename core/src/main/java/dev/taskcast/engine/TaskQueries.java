package dev.taskcast.engine;

import dev.taskcast.adapter.Queries;
import dev.taskcast.commit.Resting;
import dev.taskcast.commit.Rows;
import dev.taskcast.dispatch.Dispatch;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lines.LineStore;
import dev.taskcast.lines.LineTail;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.EventLog;
import dev.taskcast.log.Members;
import dev.taskcast.log.RestingRows;
import dev.taskcast.run.Runs;
import dev.taskcast.store.LayeredFinder;
import dev.taskcast.store.RowFinder;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.TaskFinder;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.Watched;
import dev.taskcast.task.PagePlace;
import dev.taskcast.task.Standing;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskPage;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What can be asked about an engine's tasks. Thread-safe. */
public final class TaskQueries implements Queries {
    /** For a position that another node has told of: a moment later it is this one's too. */
    private static final Duration CATCH_UP = Duration.ofSeconds(1);

    /** See the protocol: positions are exact in JavaScript. */
    private static final long MAX_POSITION = 1L << 53;

    private final Rows rows;
    private final EventLog log;
    private final Runs runs;
    private final LineStore lines;
    private final Dispatch dispatch;
    private final Resting resting;
    private final TaskStore store;
    private final @Nullable Durability durability;
    private final Runnable requireOpen;
    private final @Nullable TaskFinder ended; // of a store that knows more of those than the heap
    private final TaskFinder finder;

    TaskQueries(
            NodeSetup setup, RunsHere here, Accounts accounts, @Nullable Durability durability, Runnable requireOpen) {
        rows = accounts.rows();
        log = accounts.log();
        runs = here.all();
        lines = here.lines();
        dispatch = accounts.dispatch();
        resting = accounts.resting();
        store = setup.store();
        this.durability = durability;
        this.requireOpen = requireOpen;
        TaskFinder held = new RowFinder(new LoggedRows(log), dispatch.standings()::of, RowFinder.BUDGET);
        ended = store.finder().orElse(null);
        finder = ended == null ? held : new OutageFinder(new LayeredFinder(held, ended), held);
    }

    /** Tasks as readers of the log are shown them. */
    private record LoggedRows(EventLog log) implements RowFinder.Source {
        @Override
        public List<TaskRow> rows(long created, boolean isDescending, int max) {
            return log.rows(created, isDescending, max);
        }

        @Override
        public long position() {
            return log.head();
        }
    }

    @Override
    public @Nullable TaskState state(String id) {
        requireOpen.run();
        TaskRow row = row(id);
        if (row == null) {
            return null;
        }
        asked(row);
        return newest(row);
    }

    /** Who asks how a run on another node is will do so again. */
    private void asked(TaskRow row) {
        if (durability != null && durability.isElsewhere(row.state())) {
            durability.watching().asked(row.id());
        }
    }

    /** Where it rests, the store is asked for it. */
    private @Nullable TaskRow row(String id) {
        TaskRow found = resting.find(id);
        requireOpen.run(); // nobody is asked any more while it is closed
        return found;
    }

    /**
     * All tasks as they are.
     *
     * @return in the order of their registration
     */
    public List<TaskState> states() {
        requireOpen.run();
        return log.members(0, Integer.MAX_VALUE).rows().stream()
                .map(this::newest)
                .toList();
    }

    /**
     * Finds tasks. May block.
     *
     * @param query what is asked for
     * @return a page
     */
    public TaskPage find(TaskQuery query) {
        TaskFinder.Found found = find(query, null);
        TaskFinder.Count count = count(query);
        PagePlace next = found.next();
        return new TaskPage(
                found.rows().stream().map(this::newest).toList(),
                next == null ? null : next.text(query.sort().by()),
                found.position(),
                count.about(),
                count.isMore(),
                found.isPartial());
    }

    @Override
    public TaskFinder.Found find(TaskQuery query, @Nullable Predicate<TaskIdentity> sees) {
        requireOpen.run();
        TaskFinder.Found found = sees == null ? finder.find(query) : new SeenFinder(finder, sees).find(query);
        if (durability != null) {
            found.rows().forEach(this::asked);
        }
        return found;
    }

    @Override
    public TaskFinder.Count count(TaskQuery query) {
        requireOpen.run();
        return finder.count(query, TaskQuery.COUNT);
    }

    /** With the progress that the run has made by now, which viewers may get an interval later. */
    private TaskState newest(TaskRow row) {
        if (row.state() instanceof Pending pending) {
            Standing standing = dispatch.standings().of(row);
            return standing == null ? pending : pending.with(standing);
        }
        if (!(log.amended().marked(row.state()) instanceof Running running)) {
            return row.state();
        }
        TaskProgress progress = runs.pacedProgress(row.fence());
        if (progress != null) {
            return running.with(progress);
        }
        if (durability != null && durability.isElsewhere(running)) {
            TaskRow shown = log.member(row.created());
            if (shown != null && shown.fence() == row.fence() && shown.state() instanceof Running told) {
                return running.with(told.progress());
            }
        }
        // It has made none, or it has ended since the row was read, with progress that an earlier call may have told.
        TaskRow now = rows.find(row.id());
        if (now != null && now.created() == row.created() && now.position() > row.position()) {
            return newest(now);
        }
        return running;
    }

    @Override
    public TaskState shown(TaskState state, long position) {
        if (!(state instanceof Pending pending) || !pending.waiting().isQueued()) {
            return state;
        }
        TaskRow row = rows.find(state.id());
        return pending.with(
                row == null || row.position() != position
                        ? null
                        : dispatch.standings().of(row));
    }

    @Override
    public Members members(Collection<String> ids, long afterCreated) {
        Cursor end = log.end(); // first: what happens meanwhile is then still to be read
        List<TaskRow> members = new ArrayList<>();
        for (String id : ids) {
            TaskRow row = rows.find(id);
            TaskRow shown = row == null || row.created() <= afterCreated ? null : log.member(row.created());
            if (shown != null) {
                members.add(shown);
            }
        }
        members.sort(Comparator.comparingLong(TaskRow::created));
        return new Members(
                members, members.isEmpty() ? afterCreated : members.getLast().created(), true, end);
    }

    @Override
    public RestingRows resting(Collection<String> ids, Collection<String> owners) {
        requireOpen.run();
        try {
            Set<String> all = new LinkedHashSet<>(ids);
            newestOf(owners).forEach(row -> all.add(row.id()));
            return all.isEmpty() ? RestingRows.NONE : resting.findAll(all);
        } catch (StoreUnavailableException | StoreException outage) {
            return RestingRows.NONE; // what lives matters more
        }
    }

    private List<TaskRow> newestOf(Collection<String> owners) {
        if (ended == null || owners.isEmpty() || owners.size() > TaskQuery.MAX_VALUES) {
            return List.of();
        }
        return ended.find(TaskQuery.builder()
                        .owners(owners.toArray(String[]::new))
                        .sort(TaskSort.ENDED_DESC)
                        .limit(TaskQuery.MAX_LIMIT)
                        .build())
                .rows();
    }

    /**
     * The types for which tasks wait in vain on this node, since their code is not here.
     *
     * @return their names, sorted
     */
    public List<String> unknownTypes() {
        requireOpen.run();
        return dispatch.standings().unknownTypes();
    }

    /**
     * The runs of a task that have ended. May block.
     *
     * @param id of which task
     * @param max how many at the most
     * @return the newest first; where tasks are kept in memory, no more than the newest
     */
    public List<TaskRun> runs(String id, int max) {
        requireOpen.run();
        TaskRow row = row(id);
        if (row == null) {
            return List.of();
        }
        return durability == null ? newestRun(row) : store.records().runs(row.created(), max);
    }

    private static List<TaskRun> newestRun(TaskRow row) {
        return row.state() instanceof Terminal ended && ended.run() > 0
                ? List.of(new TaskRun(
                        ended.run(),
                        ended.status(),
                        ended.startedAt(),
                        ended.lastRun(),
                        null,
                        ended instanceof Failed failed ? failed.error() : null,
                        null))
                : List.of();
    }

    @Override
    public boolean isGone(String id) {
        requireOpen.run();
        return store.isGone(id);
    }

    @Override
    public void restoreLines(String id) {
        TaskRow row = durability == null ? null : row(id);
        if (row != null && durability != null && durability.isElsewhere(row.state())) {
            durability.watching().askedForLines(id);
        }
        if (row != null && lines.isBehind(id, row.state().run())) {
            lines.restore(id, store.records().lines(row.created()));
            if (rows.find(id) == null) {
                lines.rests(id);
            }
        }
    }

    @Override
    public Runnable watch(Watched watched) {
        return durability == null ? () -> {} : durability.watching().begin(watched);
    }

    @Override
    public boolean catchUp(long position) {
        return durability == null
                || position <= log.head()
                || position >= MAX_POSITION
                || durability.catchUp(CATCH_UP)
                || position <= log.head();
    }

    @Override
    public @Nullable LineTail lines(String id) {
        return lines.find(id);
    }

    @Override
    public long linesShown() {
        return lines.shown();
    }
}
