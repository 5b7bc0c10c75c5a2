package dev.taskcast.commit;

import dev.taskcast.codec.Payload;
import dev.taskcast.store.RestingTasks;
import dev.taskcast.store.StoreException;
import dev.taskcast.thread.Loop;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The payloads that the heap has let go of, for runs that are about to begin. All that are wanted at a time are read together, on a thread of
 * its own. What can't be read is asked for again, as long as anybody wants it: a run that waits for its payload has not begun, and uses up no
 * attempt. Thread-safe.
 */
public final class StoredPayloads {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final int MOST_AT_ONCE = 1_000;
    private static final Duration RETRY = Duration.ofMillis(100);
    private static final int TRIES_BEFORE_WORDS = 50;

    private final RestingTasks store;
    private final TaskClock.Timers timers;
    private final Loop loop;
    private final Queue<Want> wanted = new ConcurrentLinkedQueue<>();
    private volatile boolean isTimed; // another pass is to come
    private boolean isFailing; // the loop's

    /** A payload that somebody wants. */
    private static final class Want {
        private final String id;
        private final long created;
        private final BooleanSupplier isOver;
        private final Consumer<Payload> take;
        private int tries;

        Want(String id, long created, BooleanSupplier isOver, Consumer<Payload> take) {
            this.id = id;
            this.created = created;
            this.isOver = isOver;
            this.take = take;
        }
    }

    /**
     * Not started yet.
     *
     * @param store has them
     * @param timers for when the store does not
     * @param watch is told how the passes go
     */
    public StoredPayloads(RestingTasks store, TaskClock.Timers timers, Loop.Watch watch) {
        this.store = store;
        this.timers = timers;
        loop = new Loop(ThreadMaker.here(), watch, "taskcast-payloads", this::pass);
    }

    /** Starts its thread. */
    public void start() {
        loop.start();
    }

    /**
     * Has a payload read. Does not block.
     *
     * @param id of the task
     * @param created where the task was made
     * @param isOver asked before the store is: whether nobody wants it any more
     * @param take gets it, on the thread of this; short
     */
    public void want(String id, long created, BooleanSupplier isOver, Consumer<Payload> take) {
        wanted.add(new Want(id, created, isOver, take));
        loop.wake();
    }

    private void pass() {
        boolean isAll = true;
        for (int left = wanted.size(); left > 0 && !loop.isStopped(); ) {
            List<Want> some =
                    wanted.stream().limit(Math.min(left, MOST_AT_ONCE)).toList();
            left -= some.size();
            try {
                isAll &= fetch(some);
            } catch (StoreException e) {
                failed(e);
                isAll = false;
                break;
            }
        }
        if (!isAll && !isTimed) {
            isTimed = true;
            TaskClock.Timer ignored = timers.after(RETRY, this::again);
        }
    }

    private void again() {
        isTimed = false;
        loop.wake();
    }

    /** Those at the head. They are taken out once they have what they want; those for whom there is nothing go to the end. */
    private boolean fetch(List<Want> some) {
        List<Long> asked = some.stream()
                .filter(want -> !want.isOver.getAsBoolean())
                .map(want -> want.created)
                .distinct()
                .toList();
        Map<Long, Payload> found = asked.isEmpty() ? Map.of() : store.payloads(asked);
        List<Want> missing = new ArrayList<>();
        for (Want want : some) {
            Payload payload = found.get(want.created);
            if (payload != null) {
                want.take.accept(payload);
            } else if (!want.isOver.getAsBoolean()) {
                missing.add(want);
            }
        }
        wanted.addAll(missing);
        some.forEach(want -> wanted.remove());
        missing.forEach(this::missed);
        answered();
        return missing.isEmpty();
    }

    /** The tables may have lost it with a crash of the database: then they are being brought up. */
    private void missed(Want want) {
        if (++want.tries == TRIES_BEFORE_WORDS) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "What task \"" + want.id
                            + "\" was submitted with is not in the store's tables, or can't be read: its run"
                            + " waits for it, and can be canceled");
        }
    }

    private void failed(StoreException e) {
        if (!isFailing) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "What tasks were submitted with can't be read from the store; their runs wait",
                    e);
        }
        isFailing = true;
    }

    private void answered() {
        if (isFailing) {
            isFailing = false;
            LOG.log(System.Logger.Level.INFO, "What tasks were submitted with can be read again");
        }
    }

    /**
     * Ends its thread, and waits for a question under way, not longer than told.
     *
     * @param longest how long to wait
     */
    public void close(Duration longest) {
        boolean ignored = loop.close(longest);
    }
}
