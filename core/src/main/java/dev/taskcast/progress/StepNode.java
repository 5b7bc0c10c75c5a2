package dev.taskcast.progress;

import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskStep;
import dev.taskcast.task.TaskText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A run, or a step of it, with the steps that it is made of. Reports write volatile fields; what the whole looks like is
 * put together only when somebody is to be shown it.
 */
final class StepNode {
    private static final AtomicLongFieldUpdater<StepNode> REACHED =
            AtomicLongFieldUpdater.newUpdater(StepNode.class, "reached");

    /** More are left out, with all that is below them: what people can't take in must not fill the wire. */
    private static final int MAX_SHOWN = 100;

    private final String name;
    private final double weight;
    // What most runs never have is null, or 0: to write a volatile field costs more than to make the whole object.
    private volatile @Nullable List<StepNode> children; // copied on write
    private volatile @Nullable TaskProgress own;
    private volatile @Nullable TaskStatus ended;
    private volatile double planned; // 0 for 1
    /** The part that was shown to be done, as the bits of a double: of those that are not negative, the larger one has the larger bits. */
    private volatile long reached;

    StepNode(String name, double weight) {
        this.name = name;
        this.weight = weight;
    }

    /** Threads of the run's own handler may wait here for each other; who reads does not. */
    synchronized StepNode add(String childName, double childWeight) {
        StepNode child = new StepNode(childName, childWeight);
        List<StepNode> more = new ArrayList<>(children());
        more.add(child);
        children = more;
        return child;
    }

    boolean hasSteps() {
        return children != null;
    }

    private List<StepNode> children() {
        List<StepNode> made = children;
        return made == null ? List.of() : made;
    }

    @Nullable
    TaskProgress own() {
        return own;
    }

    void own(TaskProgress progress) {
        own = progress;
    }

    void plan(double totalWeight) {
        planned = totalWeight;
    }

    void ended(TaskStatus how) {
        ended = how;
    }

    /** The part that is done, between 0 and 1. Never less than the last time. */
    double fraction() {
        double done = ended == TaskStatus.COMPLETED ? 1 : measured();
        return Double.longBitsToDouble(REACHED.accumulateAndGet(this, Double.doubleToLongBits(done), Math::max));
    }

    private double measured() {
        List<StepNode> steps = children();
        if (steps.isEmpty()) {
            TaskProgress progress = own;
            return progress == null ? 0 : progress.fraction().orElse(0);
        }
        double done = 0;
        double all = 0;
        for (StepNode child : steps) {
            done += child.weight * child.fraction();
            all += child.weight;
        }
        double whole = Math.max(planned == 0 ? 1 : planned, all);
        return whole > 0 ? Math.min(1, done / whole) : 0;
    }

    /** What it is busy with, for people: its newest step that goes on, else its own message, else its last step. */
    @Nullable
    String message() {
        List<StepNode> steps = children();
        for (int i = steps.size() - 1; i >= 0; i--) {
            StepNode child = steps.get(i);
            if (child.ended == null) {
                String below = child.message();
                return below == null ? child.name : child.name + ": " + below;
            }
        }
        TaskProgress progress = own;
        if (progress != null) {
            return progress.message();
        }
        return steps.isEmpty() ? null : steps.getLast().name;
    }

    /** The steps below it, each before its own. */
    List<TaskStep> steps() {
        List<TaskStep> steps = new ArrayList<>();
        collect(steps, 0);
        return steps;
    }

    private void collect(List<TaskStep> steps, int depth) {
        for (StepNode child : children()) {
            if (steps.size() >= MAX_SHOWN) {
                return;
            }
            steps.add(child.shown(depth));
            child.collect(steps, depth + 1);
        }
    }

    /** In its own numbers, or in percent where it is made of steps. */
    private TaskStep shown(int depth) {
        TaskProgress progress = own;
        String message = progress == null ? null : TaskText.cut(progress.message(), TaskText.MAX_STEP_MESSAGE);
        TaskStatus how = ended;
        TaskStatus status = how == null ? TaskStatus.RUNNING : how;
        if (hasSteps()) {
            return new TaskStep(name, depth, status, message, percent(fraction()), 100);
        }
        return progress == null
                ? new TaskStep(name, depth, status, null, Double.NaN, Double.NaN)
                : new TaskStep(name, depth, status, message, progress.current(), progress.total());
    }

    static double percent(double fraction) {
        return Math.floor(fraction * 1_000) / 10;
    }
}
