package dev.taskcast.engine;

import dev.taskcast.codec.Payload;
import dev.taskcast.commit.Launches;
import dev.taskcast.dispatch.NodeSlots;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.queue.Slots;
import dev.taskcast.run.Run;
import dev.taskcast.time.TaskClock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Has the handlers of started runs begin, as there are slots on this node, and knows how many more may be started. Thread-safe. */
final class Launcher implements Launches, NodeSlots {
    private final Function<TaskRow, Run> open;
    private final Consumer<Run> launch;
    private final Consumer<Run> handBack;
    private final TaskClock clock;
    private final @Nullable Slots<Run> slots;
    private final Function<TaskRow, @Nullable Run> find;
    private final Consumer<Run> deliver;
    private final Queue<Run> opened = new ConcurrentLinkedQueue<>();
    private final Queue<Run> ended = new ConcurrentLinkedQueue<>();
    private final ReentrantLock launching = new ReentrantLock();
    private volatile boolean stopped;
    private volatile boolean isDrained;

    /**
     * What can be done to runs.
     *
     * @param open makes the run of a row that was started
     * @param find the run of a row on this node, or null
     * @param launch has a run's handler begin
     * @param deliver tells its handler that it was ended
     * @param handBack gives it back: somebody else may start it
     */
    record OfRuns(
            Function<TaskRow, Run> open,
            Function<TaskRow, @Nullable Run> find,
            Consumer<Run> launch,
            Consumer<Run> deliver,
            Consumer<Run> handBack) {}

    /**
     * With all slots free.
     *
     * @param runs what can be done to them
     * @param clock for how long runs wait
     * @param slots how many; null for any number
     */
    Launcher(OfRuns runs, TaskClock clock, @Nullable Slots<Run> slots) {
        open = runs.open();
        find = runs.find();
        launch = runs.launch();
        deliver = runs.deliver();
        handBack = runs.handBack();
        this.clock = clock;
        this.slots = slots;
    }

    @Override
    public void started(@Nullable TaskRow before, @Nullable TaskRow after) {
        if (after != null) {
            opened.add(open.apply(after));
        }
    }

    @Override
    public @Nullable Payload payload(TaskRow running) {
        Run run = find.apply(running);
        return run == null ? null : run.payload();
    }

    @Override
    public void replaced(@Nullable TaskRow before, @Nullable TaskRow after) {
        Run run = before == null ? null : find.apply(before);
        if (run != null) {
            run.raise();
            ended.add(run);
        }
    }

    @Override
    public void begun() {
        for (Run run = ended.poll(); run != null; run = ended.poll()) {
            deliver.accept(run);
        }
        while (!opened.isEmpty() && launching.tryLock()) { // who has the lock looks again after giving it back
            try {
                for (Run run = opened.peek(); run != null; run = opened.peek()) {
                    launch(run);
                    opened.remove();
                }
            } finally {
                launching.unlock();
            }
        }
    }

    /** Has a handler begin, or wait for its slot. */
    void launch(Run run) {
        if (stopped) { // its start was on its way when the node began to end
            handBack.accept(run);
            return;
        }
        if (slots == null || !run.takesSlot()) {
            launch.accept(run);
            return;
        }
        run.onReturn(took -> slots.freed(took).forEach(launch));
        if (slots.begins(run, clock.nanos())) {
            launch.accept(run);
        }
    }

    @Override
    public int room() {
        return slots == null ? Integer.MAX_VALUE : slots.room(clock.nanos());
    }

    @Override
    public int free() {
        return slots == null ? Integer.MAX_VALUE : slots.free();
    }

    @Override
    public boolean isTaking() {
        return !isDrained;
    }

    /** Whether nothing is to begin here any more; what is under way goes on. Whether that is new. */
    boolean drain(boolean drained) {
        boolean isNew = drained != isDrained;
        isDrained = drained;
        return isNew;
    }

    @Override
    public boolean isUnlimited() {
        return slots == null;
    }

    /** Hands back what was started and has waited for its slot for too long. */
    void handBackLate() {
        if (slots != null) {
            slots.tooLate(clock.nanos()).forEach(handBack);
        }
    }

    /** Has nothing more begin, and hands back what has not. */
    void stop() {
        stopped = true;
        if (slots != null) {
            slots.stop().forEach(handBack);
        }
    }
}
