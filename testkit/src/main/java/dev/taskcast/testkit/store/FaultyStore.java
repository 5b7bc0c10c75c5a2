package dev.taskcast.testkit.store;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.series.Buckets;
import dev.taskcast.series.SeriesTable;
import dev.taskcast.store.Inbox;
import dev.taskcast.store.Journal;
import dev.taskcast.store.LiveRuns;
import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.Nodes;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.Renewal;
import dev.taskcast.store.RestingTasks;
import dev.taskcast.store.RunRecords;
import dev.taskcast.store.Submitted;
import dev.taskcast.store.TaskFinder;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.StoreTransaction;
import dev.taskcast.task.TaskQuery;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a store that fails at will. Thread-safe. */
public final class FaultyStore implements TaskStore {
    private final TaskStore real;
    private final Reach reach = new Reach();
    private final AppendFaults faults = new AppendFaults();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger payloadsRead = new AtomicInteger();

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
        reach.down(isDown);
    }

    /**
     * The next appends fail, and keep nothing.
     *
     * @param many how many
     */
    public void failAppends(int many) {
        faults.failAppends(many);
    }

    /**
     * The next appends are kept, and fail.
     *
     * @param many how many
     */
    public void loseAnswers(int many) {
        faults.loseAnswers(many);
    }

    /**
     * The next appends throw an {@code Error}, every other one after it has kept all.
     *
     * @param many how many
     */
    public void throwErrors(int many) {
        faults.throwErrors(many);
    }

    /** No append begins until {@link #goOn}. */
    public void hold() {
        faults.hold();
    }

    /** Ends {@link #hold}. */
    public void goOn() {
        faults.goOn();
    }

    /**
     * The most changes that one batch had.
     *
     * @return a number
     */
    public int largestBatch() {
        return faults.largestBatch();
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
        return faults.head();
    }

    @Override
    public boolean isDurable() {
        return real.isDurable();
    }

    @Override
    public Opened open(Opening opening) {
        return reach.call(() -> real.open(opening));
    }

    @Override
    public Journal journal() {
        return new FaultyJournal(real.journal(), reach, faults);
    }

    @Override
    public void flush() {
        reach.run(real::flush);
    }

    @Override
    public RunRecords records() {
        return new FaultyRecords(real.records(), reach, writes);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very one of a store that only one process can be on
    public LiveRuns live() {
        LiveRuns live = real.live();
        return live == LiveRuns.NONE ? live : new FaultyLive(live, reach);
    }

    @Override
    public Optional<TaskFinder> finder() {
        return real.finder().map(finder -> new TaskFinder() {
            @Override
            public Found find(TaskQuery query) {
                return reach.call(() -> finder.find(query));
            }

            @Override
            public Count count(TaskQuery query, int most) {
                return reach.call(() -> finder.count(query, most));
            }
        });
    }

    @Override
    public Optional<SeriesTable> series() {
        return real.series().map(series -> new SeriesTable() {
            @Override
            public List<Row> read(Buckets buckets, long from, long until, Collection<String> types) {
                return reach.call(() -> series.read(buckets, from, until, types));
            }

            @Override
            public List<String> busiest(Buckets buckets, long from, long until, int most) {
                return reach.call(() -> series.busiest(buckets, from, until, most));
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
                return reach.call(() -> resting.find(ids));
            }

            @Override
            public List<TaskRow> oldest(int newest, int max) {
                return reach.call(() -> resting.oldest(newest, max));
            }

            @Override
            public Map<Long, Payload> payloads(Collection<Long> created) {
                Map<Long, Payload> found = reach.call(() -> resting.payloads(created));
                payloadsRead.addAndGet(found.size());
                return found;
            }
        };
    }

    @Override
    public boolean isGone(String id) {
        return reach.call(() -> real.isGone(id));
    }

    @Override
    public Inbox inbox() {
        Inbox inbox = real.inbox();
        return new Inbox() {
            @Override
            public void submit(StoreTransaction transaction, Submitted submitted) {
                reach.run(() -> inbox.submit(transaction, submitted));
            }

            @Override
            public List<Submitted> submitted(int max) {
                return reach.call(() -> inbox.submitted(max));
            }
        };
    }

    @Override
    public Nodes nodes() {
        Nodes nodes = real.nodes();
        return new Nodes() {
            @Override
            public Renewal renew(NodeAbout about) {
                return reach.call(() -> nodes.renew(about));
            }

            @Override
            public boolean drain(String name, boolean isDrained) {
                return reach.call(() -> nodes.drain(name, isDrained));
            }

            @Override
            public void leave(Set<String> names) {
                reach.run(() -> nodes.leave(names));
            }
        };
    }

    /** Reaches the real one always: it is to be let go of. */
    @Override
    public void close() {
        real.close();
    }
}
