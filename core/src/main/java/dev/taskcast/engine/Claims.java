package dev.taskcast.engine;

import dev.taskcast.commit.Starts;
import dev.taskcast.commit.Waiting;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.queue.Slots;
import dev.taskcast.queue.TaskQueue;
import dev.taskcast.run.Run;
import dev.taskcast.time.TaskClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which waiting tasks this node starts: submitted ones as there are slots, the oldest first, and registered ones at once.
 * The committer's thread calls it, but for what says otherwise.
 */
final class Claims implements Starts {
    private final String node;
    private final Function<String, @Nullable TaskRow> rows;
    private final Function<TaskRow, Run> open;
    private final Consumer<Run> launch;
    private final Consumer<Run> handBack;
    private final TaskClock clock;
    private final Slots<Run> slots;
    private final TaskQueue submitted = new TaskQueue();
    private final TaskQueue registered = new TaskQueue();
    private final List<String> polled = new ArrayList<>(); // for the batch
    private final Queue<Run> opened = new ArrayDeque<>();
    private volatile boolean stopped;
    private int room;

    Claims(
            String node,
            Function<String, @Nullable TaskRow> rows,
            Function<TaskRow, Run> open,
            Consumer<Run> launch,
            Consumer<Run> handBack,
            TaskClock clock,
            int slots) {
        this.node = node;
        this.rows = rows;
        this.open = open;
        this.launch = launch;
        this.handBack = handBack;
        this.clock = clock;
        this.slots = new Slots<>(slots);
    }

    /** Takes note of a change, whoever has made it. */
    void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        TaskRow waited = before != null && Waiting.isWaiting(before) ? before : null;
        TaskRow waits = after != null && Waiting.isWaiting(after) ? after : null;
        if (waited != null && waits == null) {
            queueOf(waited).remove(typeOf(waited), waited.created());
        } else if (waits != null && waited == null) {
            queueOf(waits).add(typeOf(waits), waits.created(), waits.id());
        }
    }

    private TaskQueue queueOf(TaskRow row) {
        return row.payload() == null ? registered : submitted;
    }

    private static String typeOf(TaskRow row) {
        return row.state().identity().type();
    }

    /** A type's code is here from now on, or no longer. Any thread. */
    void available(String type, boolean here) {
        submitted.available(type, here);
        registered.available(type, here);
    }

    /** How many submitted tasks wait. Any thread. */
    int waiting() {
        return submitted.size();
    }

    @Override
    public void begin() {
        while (!polled.isEmpty()) {
            giveBack(polled.getLast());
            polled.removeLast();
        }
        room = slots.room(clock.nanos());
    }

    @Override
    public @Nullable String next() {
        if (stopped) {
            return null;
        }
        polled.add(""); // room for it: what is taken out is to be given back, whatever happens
        String id = registered.poll();
        if (id == null && room > 0) {
            id = submitted.poll();
            if (id != null) {
                room--;
            }
        }
        if (id == null) {
            polled.removeLast();
        } else {
            polled.set(polled.size() - 1, id);
        }
        return id;
    }

    @Override
    public boolean takes(TaskRow row) {
        if (stopped || !queueOf(row).isAvailable(typeOf(row))) {
            return false;
        }
        if (row.payload() == null) {
            return true;
        }
        if (room <= 0 || !submitted.isEmpty()) {
            return false;
        }
        room--;
        return true;
    }

    private void giveBack(String id) {
        TaskRow row = rows.apply(id);
        if (row != null && Waiting.isWaiting(row)) {
            queueOf(row).add(typeOf(row), row.created(), id);
        }
    }

    @Override
    public void started(@Nullable TaskRow before, @Nullable TaskRow after) {
        if (after != null) {
            opened.add(open.apply(after));
        }
    }

    @Override
    public void begun() {
        polled.clear();
        for (Run run = opened.peek(); run != null; run = opened.peek()) {
            launch(run);
            opened.remove();
        }
    }

    private void launch(Run run) {
        if (stopped) { // its start was on its way when the node began to end
            handBack.accept(run);
            return;
        }
        if (!run.takesSlot()) {
            launch.accept(run);
            return;
        }
        run.onReturn(took -> slots.freed(took).forEach(launch));
        if (slots.begins(run, clock.nanos())) {
            launch.accept(run);
        }
    }

    @Override
    public String node() {
        return node;
    }

    /** Hands back what was started and has waited for its slot for too long. Any thread. */
    void handBackLate() {
        slots.tooLate(clock.nanos()).forEach(handBack);
    }

    /** Starts nothing more, and hands back what has not begun. Any thread. */
    void stop() {
        stopped = true;
        slots.stop().forEach(handBack);
    }
}
