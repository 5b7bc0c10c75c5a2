package dev.taskcast.testkit.store;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Command.Terms;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Lifecycle;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Batch;
import dev.taskcast.store.Change;
import dev.taskcast.store.Changes;
import dev.taskcast.store.Opened;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a manager does with a store, and no more: decides, numbers, collects batches, and knows all rows. Not thread-safe. */
public final class History implements Changes {
    private final Map<String, TaskRow> byId = new HashMap<>();
    private final TreeMap<Long, TaskRow> byCreated = new TreeMap<>();
    private final List<Applied> taken = new ArrayList<>();
    private List<Applied> batch = new ArrayList<>();
    private long head;
    private long batchHead;
    private long token;
    private long now = 1_700_000_000_000L;

    /**
     * A node that has opened a store.
     *
     * @param opened what was there
     */
    public History(Opened opened) {
        opened.rows().forEach(this::put);
        head = opened.head();
        batchHead = head;
    }

    /**
     * The same, to be changed without changing this.
     *
     * @return a copy
     */
    public History copy() {
        History copy = new History(new Opened(head, head, rows(), List.of(), List.of(), Set.of()));
        copy.token = token + 1_000;
        token++;
        return copy;
    }

    private void put(TaskRow row) {
        byId.put(row.id(), row);
        byCreated.put(row.created(), row);
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
        TaskRow from = byId.get(id);
        Decision decision = Lifecycle.decide(from, command, now);
        if (!(decision instanceof Decision.Next next)) {
            throw new AssertionError(command + " was refused: " + decision);
        }
        Applied applied = applied(new Change(id, from, next));
        batch.add(applied);
        apply(applied);
        TaskRow after = applied.after();
        return after == null ? existing(from) : after;
    }

    private void apply(Applied applied) {
        TaskRow after = applied.after();
        if (after == null) {
            byCreated.remove(existing(byId.remove(applied.change().id())).created());
        } else {
            put(after);
        }
        head = Math.max(head, applied.position());
    }

    private Applied applied(Change change) {
        long next = head + 1;
        if (change.next() instanceof Decision.Made made) {
            return new Applied(
                    change,
                    next,
                    new TaskRow(made.state(), next, next, 0, made.keep(), made.restart(), made.payload(), null));
        }
        TaskRow from = existing(change.from());
        return switch (change.next()) {
            case Decision.Made made -> throw new AssertionError();
            case Decision.Started started -> new Applied(change, next, from.moved(started.state(), next, next));
            case Decision.Moved moved -> {
                TaskRow row = from.moved(moved.state(), next, from.fence());
                yield new Applied(change, next, moved.state() instanceof TaskState.Completed ? row.noted(null) : row);
            }
            case Decision.Attached attached ->
                new Applied(
                        change,
                        next,
                        new TaskRow(
                                attached.state(),
                                from.created(),
                                next,
                                from.fence(),
                                attached.keep(),
                                attached.restart(),
                                from.payload(),
                                from.notes()));
            case Decision.Amended amended -> new Applied(change, from.position(), from.with(amended.state()));
            case Decision.Noted noted -> {
                Map<String, Payload> notes = new HashMap<>(from.notes() == null ? Map.of() : from.notes());
                notes.put(noted.name(), noted.value());
                yield new Applied(change, from.position(), from.noted(Map.copyOf(notes)));
            }
            case Decision.Removed removed -> new Applied(change, next, null);
        };
    }

    private static TaskRow existing(@Nullable TaskRow row) {
        if (row == null) {
            throw new AssertionError("There is no such task");
        }
        return row;
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
     * What {@link #make} does.
     *
     * @param id the task's id and its payload
     * @return for {@link #submit}
     */
    public static Command register(String id) {
        return new Command.Register(
                new TaskIdentity(id, "type", null, null, null, List.of()), new Terms(false, false, true), payload(id));
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
        return existing(byId.get(id));
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
        batchHead = head;
        return next;
    }

    /**
     * All tasks.
     *
     * @return the oldest first
     */
    public List<TaskRow> rows() {
        return List.copyOf(byCreated.values());
    }

    /**
     * The newest position.
     *
     * @return as this node knows it
     */
    public long head() {
        return head;
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
     * @return false for notes and amendments
     */
    public static boolean isTransition(Applied applied) {
        TaskRow from = applied.change().from();
        return from == null || applied.position() > from.position();
    }

    @Override
    public @Nullable TaskRow find(long created) {
        return byCreated.get(created);
    }

    @Override
    public void take(Applied applied) {
        taken.add(applied);
        apply(applied);
    }

    @Override
    public void upTo(long newest) {
        head = newest;
        batchHead = newest;
    }
}
