package dev.taskcast.testkit.store;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Lifecycle;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.lifecycle.UsedRates;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Batch;
import dev.taskcast.store.Change;
import dev.taskcast.store.Changes;
import dev.taskcast.store.Opened;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.Turn;
import dev.taskcast.task.Waiting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a manager does with a store, and no more: decides, numbers, collects batches, and knows all rows. Not thread-safe. */
public final class History implements Changes {
    private final Map<Long, TaskProgress> last = new HashMap<>();
    private final List<Applied> taken = new ArrayList<>();
    private final FoldedRows known;
    private List<Applied> batch = new ArrayList<>();
    private long batchHead;
    private long token;
    private long now = 1_700_000_000_000L;

    /**
     * A node that has opened a store.
     *
     * @param opened what was there
     */
    public History(Opened opened) {
        known = new FoldedRows(opened);
        batchHead = known.head();
    }

    /**
     * The same, to be changed without changing this.
     *
     * @return a copy
     */
    public History copy() {
        History copy = new History(new Opened(
                head(),
                head(),
                rows(),
                List.of(),
                List.of(),
                Set.of(),
                limits(),
                orphans(),
                List.of(),
                UsedRates.NONE,
                0));
        copy.token = token + 1_000;
        token++;
        return copy;
    }

    /**
     * Decides and applies.
     *
     * @param id of which task
     * @param command what is refused fails
     * @return the task after it, or before where it is gone
     */
    public TaskRow submit(String id, Command command) {
        now += 10;
        TaskRow from = known.find(id);
        Decision decision = Lifecycle.decide(from, command, now);
        if (!(decision instanceof Decision.Next next)) {
            throw new AssertionError(command + " was refused: " + decision);
        }
        TaskRow after = change(new Change(id, from, next));
        return after == null ? FoldedRows.existing(from) : after;
    }

    private @Nullable TaskRow change(Change change) {
        Applied applied = known.applied(change);
        batch.add(applied);
        known.apply(applied);
        return applied.after();
    }

    /**
     * The wall clock goes on, or is set back.
     *
     * @param millis by how much, beside the 10 ms that each command takes
     */
    public void passTime(long millis) {
        now += millis;
    }

    /**
     * The wall clock.
     *
     * @return epoch milliseconds
     */
    public long now() {
        return now;
    }

    /**
     * Sets a limit.
     *
     * @param of what
     * @param to how it is to be; {@link LimitSetting#NONE} clears it
     */
    public void limit(LimitId of, LimitSetting to) {
        limitAt(of, to, 0);
    }

    /**
     * Sets a limit at a time.
     *
     * @param of what
     * @param to how it is to be; {@link LimitSetting#NONE} clears it
     * @param at on the store's clock; 0 for no time
     */
    public void limitAt(LimitId of, LimitSetting to, long at) {
        LimitSetting from = known.limit(of);
        change(new Change("", null, new Decision.Limited(of, from, to, at)));
    }

    /**
     * A handler has returned that its task no longer told of.
     *
     * @param fence of its run
     */
    public void returned(long fence) {
        Orphan orphan = known.orphan(fence);
        change(new Change(orphan.identity().id(), null, new Decision.Returned(orphan)));
    }

    /**
     * A task that may rest is to change: what comes before that change, so that nodes can apply it that do not hold the task.
     *
     * @param id of which task
     */
    public void wake(String id) {
        TaskRow row = row(id);
        change(new Change(id, row, new Decision.Woken(row)));
    }

    /**
     * Makes a task that waits.
     *
     * @param id its id and its payload
     * @return the task
     */
    public TaskRow make(String id) {
        return submit(id, register(id));
    }

    /**
     * Makes a task that waits in a queue.
     *
     * @param id its id and its payload
     * @param type its type
     * @param queue its queue; null for the default one
     * @param key its key, or null
     * @return the task
     */
    public TaskRow make(String id, String type, @Nullable String queue, @Nullable String key) {
        Turn turn = new Turn(queue, key, Turn.NORMAL_PRIORITY, 1);
        return submit(
                id,
                new Command.Register(
                        new TaskIdentity(id, type, null, null, null, List.of(), turn),
                        Terms.DEFAULT,
                        payload(id),
                        new Waiting.ForSlot(0, 1_700_000_000_000L, null, null)));
    }

    /**
     * What {@link #make} does.
     *
     * @param id the task's id and its payload
     * @return for {@link #submit}
     */
    public static Command register(String id) {
        return new Command.Register(
                new TaskIdentity(id, "type", null, null, null, List.of()),
                Terms.DEFAULT,
                payload(id),
                new Waiting.ForSlot(0, 1_700_000_000_000L, null, null));
    }

    /**
     * A payload.
     *
     * @param value a plain one
     * @return encoded
     */
    public static Payload payload(Object value) {
        return Payload.of(value, null);
    }

    /**
     * Starts a run.
     *
     * @param id of which task
     * @param node where
     * @return the task
     */
    public TaskRow start(String id, String node) {
        return submit(id, new Command.Start(node));
    }

    /**
     * Starts a run that rates count.
     *
     * @param id of which task
     * @param node where
     * @param at when, on the store's clock
     * @return the task
     */
    public TaskRow startAt(String id, String node, long at) {
        return submit(id, new Command.Start(node, at));
    }

    /**
     * Forgets a task, whatever becomes of it.
     *
     * @param id of which task
     */
    public void unregister(String id) {
        TaskRow ignored = submit(id, new Command.Unregister());
    }

    /**
     * Completes the run that goes on.
     *
     * @param id of which task
     * @return the task
     */
    public TaskRow complete(String id) {
        return submit(id, new Command.Complete(row(id).fence(), null, List.of()));
    }

    /**
     * A task as it is.
     *
     * @param id of one that is there
     * @return the task
     */
    public TaskRow row(String id) {
        return FoldedRows.existing(known.find(id));
    }

    /**
     * What has been decided since the last batch.
     *
     * @param submitted the submits that it takes
     * @return the next batch
     */
    public Batch batch(Long... submitted) {
        Batch next = new Batch(++token, batchHead, batch, List.of(submitted));
        batch = new ArrayList<>();
        batchHead = head();
        return next;
    }

    /**
     * All tasks.
     *
     * @return the oldest first
     */
    public List<TaskRow> rows() {
        return known.rows();
    }

    /**
     * Limits as they are set.
     *
     * @return those that are
     */
    public Map<LimitId, LimitSetting> limits() {
        return known.limits();
    }

    /**
     * The handlers that their tasks no longer tell of.
     *
     * @return in the order in which they began
     */
    public List<Orphan> orphans() {
        return known.orphans();
    }

    /**
     * The newest position.
     *
     * @return as this node knows it
     */
    public long head() {
        return known.head();
    }

    /**
     * The changes of others that were read.
     *
     * @return in their order
     */
    public List<Applied> taken() {
        return taken;
    }

    /**
     * Whether a change has a position of its own.
     *
     * @param applied the change
     * @return false for notes, amendments and limits
     */
    public static boolean isTransition(Applied applied) {
        if (applied.change().next() instanceof Decision.OfNoTask
                || applied.change().next() instanceof Decision.Woken) {
            return false;
        }
        TaskRow from = applied.change().from();
        return from == null || applied.position() > from.position();
    }

    @Override
    public @Nullable TaskRow find(long created) {
        return known.find(created);
    }

    @Override
    public void last(long fence, TaskProgress progress) {
        last.put(fence, progress);
    }

    /**
     * How far runs were whose ends were told of.
     *
     * @return by fence
     */
    public Map<Long, TaskProgress> last() {
        return last;
    }

    @Override
    public void take(Applied applied) {
        taken.add(applied);
        known.apply(applied);
    }

    @Override
    public void upTo(long newest) {
        known.upTo(newest);
        batchHead = newest;
    }
}
