package dev.taskcast.store.jdbc;

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

/** What a manager does with a store, and no more: decides, numbers, collects batches, and knows all rows. */
final class History implements Changes {
    private final Map<String, TaskRow> byId = new HashMap<>();
    private final TreeMap<Long, TaskRow> byCreated = new TreeMap<>();
    private final List<Applied> taken = new ArrayList<>();
    private List<Applied> batch = new ArrayList<>();
    private long head;
    private long batchHead;
    private long token;
    private long now = 1_700_000_000_000L;

    History(Opened opened) {
        opened.rows().forEach(this::put);
        head = opened.head();
        batchHead = head;
    }

    /** The same, to be changed without changing this. */
    History copy() {
        History copy = new History(new Opened(head, head, rows(), List.of(), List.of(), Set.of()));
        copy.token = token + 1_000;
        token++;
        return copy;
    }

    private void put(TaskRow row) {
        byId.put(row.id(), row);
        byCreated.put(row.created(), row);
    }

    /** Decides and applies; what is refused fails. */
    TaskRow submit(String id, Command command) {
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

    TaskRow make(String id) {
        return submit(id, register(id));
    }

    static Command register(String id) {
        return new Command.Register(
                new TaskIdentity(id, "type", null, null, null, List.of()), new Terms(false, false, true), payload(id));
    }

    static Payload payload(Object value) {
        return Payload.of(value, null);
    }

    TaskRow start(String id, String node) {
        return submit(id, new Command.Start(node));
    }

    TaskRow complete(String id) {
        return submit(id, new Command.Complete(row(id).fence(), null, List.of()));
    }

    TaskRow row(String id) {
        return existing(byId.get(id));
    }

    /** What has been decided since the last batch. */
    Batch batch(Long... submitted) {
        Batch next = new Batch(++token, batchHead, batch, List.of(submitted));
        batch = new ArrayList<>();
        batchHead = head;
        return next;
    }

    List<TaskRow> rows() {
        return List.copyOf(byCreated.values());
    }

    long head() {
        return head;
    }

    /** The changes of others that were read. */
    List<Applied> taken() {
        return taken;
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
