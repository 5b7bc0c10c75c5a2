package dev.taskcast.testkit.store;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.series.Buckets;
import dev.taskcast.series.SeriesTable;
import dev.taskcast.store.Batch;
import dev.taskcast.store.Changes;
import dev.taskcast.store.Inbox;
import dev.taskcast.store.Journal;
import dev.taskcast.store.Lines;
import dev.taskcast.store.LiveRun;
import dev.taskcast.store.LiveRuns;
import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.Nodes;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.Renewal;
import dev.taskcast.store.RestingTasks;
import dev.taskcast.store.RunProgress;
import dev.taskcast.store.RunRecords;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.Submitted;
import dev.taskcast.store.TaskFinder;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.Watched;
import dev.taskcast.task.StoreTransaction;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskRun;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A way to a store that fails at will. Thread-safe. */
public final class FaultyStore implements TaskStore {
    private static final int MANY = Integer.MAX_VALUE / 2;

    private final TaskStore real;
    private final ReentrantReadWriteLock reach = new ReentrantReadWriteLock();
    private final Semaphore appends = new Semaphore(MANY);
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger appendsToFail = new AtomicInteger();
    private final AtomicInteger errorsToThrow = new AtomicInteger();
    private final AtomicInteger largestBatch = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger payloadsRead = new AtomicInteger();
    private final AtomicLong head = new AtomicLong();
    private final Set<Long> keptWithoutAnswer = ConcurrentHashMap.newKeySet();
    private volatile boolean down;

    /**
     * As good as the real one, for now.
     *
     * @param real where everything goes
     */
    public FaultyStore(TaskStore real) {
        this.real = real;
    }

    /**
     * The store behind it.
     *
     * @return as it was given
     */
    public TaskStore real() {
        return real;
    }

    /**
     * From when this returns nothing reaches the store, or everything again.
     *
     * @param isDown whether it can't be reached
     */
    public void down(boolean isDown) {
        down = isDown;
        if (isDown) {
            awaitCalls();
        }
    }

    @SuppressWarnings("LockNotBeforeTry") // there is nothing to do but to have waited
    private void awaitCalls() {
        reach.writeLock().lock();
        reach.writeLock().unlock();
    }

    /**
     * The next appends fail, and keep nothing.
     *
     * @param many how many
     */
    public void failAppends(int many) {
        appendsToFail.set(many);
    }

    /**
     * The next appends are kept, and fail.
     *
     * @param many how many
     */
    public void loseAnswers(int many) {
        answersToLose.set(many);
    }

    /**
     * The next appends throw an {@code Error}, every other one after it has kept all.
     *
     * @param many how many
     */
    public void throwErrors(int many) {
        errorsToThrow.set(many);
    }

    /** No append begins until {@link #goOn}. */
    public void hold() {
        appends.drainPermits();
    }

    /** Ends {@link #hold}. */
    public void goOn() {
        appends.release(MANY);
    }

    /**
     * The most changes that one batch had.
     *
     * @return a number
     */
    public int largestBatch() {
        return largestBatch.get();
    }

    /**
     * How often something was written beside the journal.
     *
     * @return a number
     */
    public int writes() {
        return writes.get();
    }

    /**
     * How many payloads were read that nobody held.
     *
     * @return a number
     */
    public int payloadsRead() {
        return payloadsRead.get();
    }

    /**
     * The newest position that was appended.
     *
     * @return 0 where nothing was
     */
    public long head() {
        return head.get();
    }

    private <T extends @Nullable Object> T reach(Supplier<T> call) {
        reach.readLock().lock();
        try {
            if (down) {
                throw new StoreException("The store can't be reached", null);
            }
            return call.get();
        } finally {
            reach.readLock().unlock();
        }
    }

    private void run(Runnable call) {
        boolean ignored = reach(() -> {
            call.run();
            return true;
        });
    }

    private static boolean takeOne(AtomicInteger left) {
        return left.getAndUpdate(many -> Math.max(0, many - 1)) > 0;
    }

    @Override
    public boolean isDurable() {
        return real.isDurable();
    }

    @Override
    public Opened open(Opening opening) {
        return reach(() -> real.open(opening));
    }

    @Override
    public Journal journal() {
        return new FaultyJournal(real.journal());
    }

    @Override
    public void flush() {
        run(real::flush);
    }

    @Override
    public RunRecords records() {
        return new FaultyRecords(real.records());
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very one of a store that only one process can be on
    public LiveRuns live() {
        LiveRuns live = real.live();
        return live == LiveRuns.NONE ? live : new FaultyLive(live);
    }

    @Override
    public Optional<TaskFinder> finder() {
        return real.finder().map(finder -> new TaskFinder() {
            @Override
            public Found find(TaskQuery query) {
                return reach(() -> finder.find(query));
            }

            @Override
            public Count count(TaskQuery query, int most) {
                return reach(() -> finder.count(query, most));
            }
        });
    }

    @Override
    public Optional<SeriesTable> series() {
        return real.series().map(series -> new SeriesTable() {
            @Override
            public List<Row> read(Buckets buckets, long from, long until, Collection<String> types) {
                return reach(() -> series.read(buckets, from, until, types));
            }

            @Override
            public List<String> busiest(Buckets buckets, long from, long until, int most) {
                return reach(() -> series.busiest(buckets, from, until, most));
            }
        });
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very one in which nothing rests
    public RestingTasks resting() {
        RestingTasks resting = real.resting();
        return resting == RestingTasks.NONE ? resting : around(resting);
    }

    private RestingTasks around(RestingTasks resting) {
        return new RestingTasks() {
            @Override
            public long certain() {
                return resting.certain();
            }

            @Override
            public List<TaskRow> find(Collection<String> ids) {
                return reach(() -> resting.find(ids));
            }

            @Override
            public List<TaskRow> oldest(int newest, int max) {
                return reach(() -> resting.oldest(newest, max));
            }

            @Override
            public Map<Long, Payload> payloads(Collection<Long> created) {
                Map<Long, Payload> found = reach(() -> resting.payloads(created));
                payloadsRead.addAndGet(found.size());
                return found;
            }
        };
    }

    @Override
    public boolean isGone(String id) {
        return reach(() -> real.isGone(id));
    }

    @Override
    public Inbox inbox() {
        Inbox inbox = real.inbox();
        return new Inbox() {
            @Override
            public void submit(StoreTransaction transaction, Submitted submitted) {
                run(() -> inbox.submit(transaction, submitted));
            }

            @Override
            public List<Submitted> submitted(int max) {
                return reach(() -> inbox.submitted(max));
            }
        };
    }

    @Override
    public Nodes nodes() {
        Nodes nodes = real.nodes();
        return new Nodes() {
            @Override
            public Renewal renew(NodeAbout about) {
                return reach(() -> nodes.renew(about));
            }

            @Override
            public boolean drain(String name, boolean isDrained) {
                return reach(() -> nodes.drain(name, isDrained));
            }

            @Override
            public void leave(Set<String> names) {
                run(() -> nodes.leave(names));
            }
        };
    }

    /** Reaches the real one always: it is to be let go of. */
    @Override
    public void close() {
        real.close();
    }

    private final class FaultyJournal implements Journal {
        private final Journal journal;

        FaultyJournal(Journal journal) {
            this.journal = journal;
        }

        @Override
        public boolean append(Batch batch) {
            appends.acquireUninterruptibly();
            appends.release();
            return reach(() -> appendNow(batch));
        }

        private boolean appendNow(Batch batch) {
            if (takeOne(appendsToFail)) {
                throw new StoreException("The append fails", null);
            }
            int errors = errorsToThrow.get();
            if (takeOne(errorsToThrow) && errors % 2 == 1) {
                throw new OutOfMemoryError("thrown by the test");
            }
            largestBatch.accumulateAndGet(batch.changes().size(), Math::max);
            boolean kept = journal.append(batch);
            if (kept) {
                head.accumulateAndGet(batch.last(), Math::max);
            }
            if (kept && errors > 0) {
                keptWithoutAnswer.add(batch.token());
                throw new OutOfMemoryError("thrown by the test, after it was kept");
            }
            if (kept && takeOne(answersToLose)) {
                keptWithoutAnswer.add(batch.token());
                throw new StoreException("The answer is lost", null);
            }
            return kept;
        }

        /** Of what the real one has kept and said so it must not be asked: that was no failure. */
        @Override
        public boolean isKept(Batch batch) {
            return reach(() -> keptWithoutAnswer.contains(batch.token()) || journal.isKept(batch));
        }

        @Override
        public boolean read(long after, Changes changes) {
            return reach(() -> journal.read(after, changes));
        }

        @Override
        public boolean readInTurn(long after, Changes changes) {
            return reach(() -> journal.readInTurn(after, changes));
        }

        @Override
        public void endTurn() {
            journal.endTurn();
        }

        @Override
        public Opened readAnew(int ended, long payloadBytes) {
            return reach(() -> journal.readAnew(ended, payloadBytes));
        }

        @Override
        public void onHint(Runnable hint) {
            journal.onHint(hint);
        }
    }

    private final class FaultyLive implements LiveRuns {
        private final LiveRuns live;

        FaultyLive(LiveRuns live) {
            this.live = live;
        }

        @Override
        public long watch(Watched watched) {
            return reach(() -> live.watch(watched));
        }

        @Override
        public Watchers watchers() {
            return reach(live::watchers);
        }

        @Override
        public Map<String, Long> newest() {
            return reach(live::newest);
        }

        @Override
        public long write(List<LiveRun> news) {
            return reach(() -> live.write(news));
        }

        @Override
        public List<Written> read(Map<String, Long> after) {
            return reach(() -> live.read(after));
        }

        @Override
        public void onWatch(Runnable hint) {
            live.onWatch(hint);
        }
    }

    private final class FaultyRecords implements RunRecords {
        private final RunRecords records;

        FaultyRecords(RunRecords records) {
            this.records = records;
        }

        private void write(Runnable call) {
            run(call);
            writes.incrementAndGet();
        }

        @Override
        public void progress(List<RunProgress> progress) {
            write(() -> records.progress(progress));
        }

        @Override
        public List<RunProgress> progressOf(String node) {
            return reach(() -> records.progressOf(node));
        }

        @Override
        public void keepCurves(Map<String, byte[]> changed) {
            write(() -> records.keepCurves(changed));
        }

        @Override
        public Map<String, byte[]> curves() {
            return reach(records::curves);
        }

        @Override
        public void addLines(List<Lines> lines) {
            write(() -> records.addLines(lines));
        }

        @Override
        public List<Lines> lines(long created) {
            return reach(() -> records.lines(created));
        }

        @Override
        public List<TaskRun> runs(long created, int max) {
            return reach(() -> records.runs(created, max));
        }
    }
}
