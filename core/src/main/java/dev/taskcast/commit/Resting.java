package dev.taskcast.commit;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.RestingRows;
import dev.taskcast.store.Applied;
import dev.taskcast.store.RestingTasks;
import dev.taskcast.store.StoreException;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.thread.Loop;
import dev.taskcast.thread.ShortLock;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that rest: the heap no longer holds them, the store's tables do. Whoever wants one that is not held looks for it here. All who
 * look at the same time ask the store together, on a thread of their own: neither a handler nor whoever commits waits for that.
 *
 * <p>A look stays true until it is closed. What is let go of, taken away or made meanwhile counts, and not what the store has answered: that
 * may be older.
 *
 * <p>Thread-safe. What happens to tasks is told by the committer, before anybody can see it.
 */
public final class Resting {
    private static final int MOST_AT_ONCE = 1_000;
    private static final Duration RETRY = Duration.ofMillis(100);

    private final Rows rows;
    private final RestingTasks store;
    private final TaskClock clock;
    private final TaskClock.Timers timers;
    private final Duration patience;
    private final Loop loop;
    private final ShortLock lock = new ShortLock();

    // Guarded by the lock.
    private final Map<String, List<Look>> looks = new HashMap<>(); // open ones
    private final Map<String, Object> unasked =
            new HashMap<>(); // what the store is to be asked about, with a mark each
    private boolean isRefusing;
    private volatile @Nullable StoreException failure; // of the newest question

    /**
     * Not started yet.
     *
     * @param rows the tasks that are held
     * @param store knows of the others
     * @param clock for how long is waited
     * @param timers on that clock
     * @param patience how long who looks waits for the store
     * @param watch is told how the passes go
     */
    public Resting(
            Rows rows,
            RestingTasks store,
            TaskClock clock,
            TaskClock.Timers timers,
            Duration patience,
            Loop.Watch watch) {
        this.rows = rows;
        this.store = store;
        this.clock = clock;
        this.timers = timers;
        this.patience = patience;
        loop = new Loop(ThreadMaker.here(), watch, "taskcast-resting", this::pass);
    }

    /** A task that is looked for. To be closed by who looks. */
    public final class Look implements AutoCloseable {
        private final String id;
        private final CountDownLatch known = new CountDownLatch(1);
        private volatile @Nullable TaskRow row;

        private Look(String id) {
            this.id = id;
        }

        private void is(@Nullable TaskRow found) {
            row = found;
            known.countDown();
        }

        /**
         * Waits until the store has answered, through interrupts, which are kept.
         *
         * @return this
         * @throws StoreUnavailableException if it does not answer for too long
         */
        public Look await() {
            long begun = clock.nanos();
            long deadline = begun + TaskClock.nanosOf(patience);
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        if (!known.await(deadline - clock.nanos(), TimeUnit.NANOSECONDS)) {
                            throw new StoreUnavailableException(Duration.ofNanos(clock.nanos() - begun), failure);
                        }
                        return this;
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /**
         * The task as it rests, at this moment.
         *
         * @return null where there is none, and where it is held
         */
        public @Nullable TaskRow row() {
            return row;
        }

        String id() {
            return id;
        }

        @Override
        public void close() {
            lock.run(() -> forget(this));
        }
    }

    private void forget(Look look) {
        looks.computeIfPresent(look.id, (id, of) -> {
            List<Look> others = of.stream().filter(each -> each != look).toList();
            return others.isEmpty() ? null : others;
        });
        if (!looks.containsKey(look.id)) {
            unasked.remove(look.id);
        }
    }

    /** Starts its thread. */
    public void start() {
        loop.start();
    }

    /**
     * Looks for a task, which may be held at this moment and be let go of later.
     *
     * @param id of the task
     * @return null where nothing ever rests
     */
    public @Nullable Look lookFor(String id) {
        if (!isAnybodyThere()) {
            return null;
        }
        Look look = new Look(id);
        lock.run(() -> looks.merge(id, List.of(look), Resting::both));
        if (rows.find(id) != null) { // after that: from here on it is told if that changes
            look.known.countDown();
        } else {
            lock.run(() -> ask(look));
            loop.wake();
        }
        return look;
    }

    private void ask(Look look) {
        if (isRefusing) {
            look.is(null);
        } else if (look.known.getCount() > 0) {
            unasked.computeIfAbsent(look.id, unknown -> new Object());
        }
    }

    private static List<Look> both(List<Look> some, List<Look> more) {
        List<Look> both = new ArrayList<>(some);
        both.addAll(more);
        return both;
    }

    @SuppressWarnings("ReferenceEquality") // the very one in which nothing rests
    private boolean isAnybodyThere() {
        return store != RestingTasks.NONE;
    }

    /**
     * A task, whether it is held or rests. May block.
     *
     * @param id of the task
     * @return null where there is none
     * @throws StoreUnavailableException if the store can't be asked
     */
    public @Nullable TaskRow find(String id) {
        TaskRow held = rows.find(id);
        if (held != null) {
            return held;
        }
        try (Look look = lookFor(id)) {
            TaskRow found = look == null ? null : look.await().row();
            if (found == null) { // it may have come meanwhile, and even have gone to rest since
                TaskRow now = rows.find(id);
                found = now == null && look != null ? look.row() : now;
            }
            return found;
        }
    }

    /**
     * Tasks that rest. May block.
     *
     * @param ids of tasks, of which some may be held
     * @return true from now on until it is closed
     * @throws StoreUnavailableException if the store can't be asked
     */
    public RestingRows findAll(Collection<String> ids) {
        List<Look> all = new ArrayList<>();
        RestingRows found = new RestingRows() {
            @Override
            public List<TaskRow> rows() {
                return all.stream()
                        .map(Look::row)
                        .filter(Objects::nonNull)
                        .sorted(Comparator.comparingLong(TaskRow::created))
                        .toList();
            }

            @Override
            public void close() {
                all.forEach(Look::close);
            }
        };
        boolean isKnown = false;
        try {
            for (String id : ids) {
                Look look = lookFor(id);
                if (look != null) {
                    all.add(look);
                }
            }
            all.forEach(Look::await);
            isKnown = true;
            return found;
        } finally {
            if (!isKnown) {
                found.close();
            }
        }
    }

    /** Asks the store. */
    private void pass() {
        Map<String, Object> asked = some();
        while (!asked.isEmpty() && !loop.isStopped()) {
            Map<String, TaskRow> found;
            try {
                found = ask(asked.keySet());
                failure = null;
            } catch (StoreException e) {
                failure = e;
                TaskClock.Timer ignored = timers.after(RETRY, loop::wake);
                return;
            }
            Map<String, Object> those = asked;
            lock.run(() -> those.forEach((id, mark) -> answered(id, mark, found.get(id))));
            asked = some();
        }
    }

    private Map<String, Object> some() {
        return lock.get(() -> unasked.entrySet().stream()
                .limit(MOST_AT_ONCE)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Nothing, where something has happened to it while the store was asked. */
    private void answered(String id, Object mark, @Nullable TaskRow row) {
        if (unasked.remove(id, mark)) {
            looks.getOrDefault(id, List.of()).forEach(look -> look.is(row));
        }
    }

    private Map<String, TaskRow> ask(Collection<String> ids) {
        return store.find(ids).stream().filter(TaskRow::mayRest).collect(Collectors.toMap(TaskRow::id, row -> row));
    }

    /** Those of some tasks that rest, from the store at once. For the committer, whose rows don't change meanwhile. */
    Map<String, TaskRow> findNow(Collection<String> ids) {
        Set<String> wanted = ids.stream()
                .filter(id -> isAnybodyThere() && rows.find(id) == null)
                .collect(Collectors.toSet());
        return wanted.isEmpty() ? Map.of() : ask(wanted);
    }

    /** It is about to be let go of. */
    void rests(TaskRow row) {
        lock.run(() -> happened(row.id(), row));
    }

    /** What is held is no longer what it was, and nobody knows what has happened: the store is asked again about all that is looked for. */
    void begunAnew() {
        lock.run(() -> looks.forEach((id, of) -> {
            if (rows.find(id) == null) {
                unasked.put(id, new Object());
            } else {
                happened(id, null);
            }
        }));
        loop.wake();
    }

    /** A task is about to come, or to go. */
    void happens(Applied applied) {
        if (!isAnybodyThere()) {
            return;
        }
        switch (applied.change().next()) {
            case Decision.Made made -> lock.run(() -> happened(applied.change().id(), null));
            case Decision.Woken woken ->
                lock.run(() -> happened(applied.change().id(), null));
            case Decision.Removed removed ->
                lock.run(() -> happened(applied.change().id(), null));
            default -> {}
        }
    }

    private void happened(String id, @Nullable TaskRow row) {
        unasked.remove(id);
        looks.getOrDefault(id, List.of()).forEach(look -> look.is(row));
    }

    /** Nobody waits for the store any more, who looks from now on included: the manager is being closed, and it is for it to say so. */
    public void refuse() {
        lock.run(() -> {
            isRefusing = true;
            looks.values().forEach(of -> of.forEach(look -> look.is(null)));
            unasked.clear();
        });
    }

    /**
     * Ends its thread, and waits for a question under way, not longer than told.
     *
     * @param longest how long to wait
     */
    public void close(Duration longest) {
        refuse();
        boolean ignored = loop.close(longest);
    }
}
