package dev.taskcast.cli.output;

import dev.taskcast.cli.terminal.Looks;
import dev.taskcast.cli.terminal.Style;
import dev.taskcast.task.Course;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskState;

/** How a task is: a sign, a word and a color. The words are those of the browser's elements. */
public enum Kind {
    /** Not started. */
    PENDING("pending", "○", ".", Style.DIM),
    /** Waits, and it is not known for what. */
    WAITING("waiting", "○", ".", Style.PLAIN),
    /** In line for a slot. */
    QUEUED("queued", "○", ".", Style.PLAIN),
    /** In line for room in a limit. */
    LIMITED("held back", "○", ".", Style.PLAIN),
    /** Waits for a time. */
    SCHEDULED("scheduled", "◔", "@", Style.PLAIN),
    /** Waits for its next attempt. */
    RETRYING("retrying", "↻", "~", Style.YELLOW),
    /** Nothing begins there. */
    PAUSED("paused", "‖", "=", Style.YELLOW),
    /** Its handler works. */
    RUNNING("running", "►", ">", Style.CYAN),
    /** On its way to another node. */
    MOVING("moving", "►", ">", Style.YELLOW),
    /** Its node is silent. */
    LOST("unreachable", "?", "?", Style.YELLOW),
    /** Its handler has been told to stop, and has not returned. */
    STOPPING("stopping", "◌", "-", Style.YELLOW),
    /** Ended as it should. */
    COMPLETED("completed", "✓", "+", Style.GREEN),
    /** Ended by an error. */
    FAILED("failed", "✗", "x", Style.RED),
    /** Ended by somebody. */
    CANCELED("canceled", "⊘", "-", Style.YELLOW),
    /** Ended by its timeout. */
    TIMED_OUT("timed out", "⊗", "!", Style.RED);

    private final String word;
    private final String sign;
    private final String plainSign;
    private final Style style;

    Kind(String word, String sign, String plainSign, Style style) {
        this.word = word;
        this.sign = sign;
        this.plainSign = plainSign;
        this.style = style;
    }

    /**
     * How a task is.
     *
     * @param state of the task
     * @return its kind
     */
    public static Kind of(TaskState state) {
        return switch (state) {
            case TaskState.Pending pending -> waiting(pending);
            case TaskState.Running running ->
                running.placement().moving() ? MOVING : running.lostSince() > 0 ? LOST : RUNNING;
            case TaskState.Completed completed -> COMPLETED;
            case TaskState.Failed failed -> FAILED;
            case TaskState.Canceled canceled -> canceled.stopping() == null ? CANCELED : STOPPING;
            case TaskState.TimedOut timedOut -> timedOut.stopping() == null ? TIMED_OUT : STOPPING;
        };
    }

    private static Kind waiting(TaskState.Pending pending) {
        Standing standing = pending.standing();
        Course course = pending.course();
        if (standing == null) {
            return pending.waiting().isQueued() ? WAITING : course != null && course.nextAt() > 0 ? SCHEDULED : PENDING;
        }
        return switch (standing.why()) {
            case SLOT -> QUEUED;
            case LIMIT, RATE -> LIMITED;
            case DELAY -> SCHEDULED;
            case RETRY -> RETRYING;
            case PAUSED -> PAUSED;
            case STOPPING, UNKNOWN_TYPE -> WAITING;
        };
    }

    /**
     * Its word.
     *
     * @return in lower case
     */
    public String word() {
        return word;
    }

    /**
     * Its sign.
     *
     * @param looks what may be in it
     * @return one column
     */
    public String sign(Looks looks) {
        return looks.unicode() ? sign : plainSign;
    }

    /**
     * Its color.
     *
     * @return a style
     */
    public Style style() {
        return style;
    }
}
