package dev.taskcast.cli.output;

import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.task.TaskState;
import java.util.Set;

/** What came of a command: its exit code. The constants stand from good to bad. */
public enum Outcome {
    /** All is done. */
    OK(0),
    /** A task was canceled. */
    CANCELED(3),
    /** A task took too long. */
    TIMED_OUT(4),
    /** A task has failed. */
    FAILED(1),
    /** The server refused, or what was asked for can't be done to this task. */
    REFUSED(5),
    /** The server can't be reached. */
    UNREACHABLE(6);

    /** What a proxy answers while the server is away, without a code of the protocol. */
    private static final Set<Integer> PASSING = Set.of(500, 502, 503, 504);

    private final int exitCode;

    Outcome(int exitCode) {
        this.exitCode = exitCode;
    }

    /**
     * The exit code of the process.
     *
     * @return 0 for {@link #OK}
     */
    public int exitCode() {
        return exitCode;
    }

    /**
     * The worse one.
     *
     * @param other any
     * @return this or the other
     */
    public Outcome or(Outcome other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /**
     * Of a task that has ended.
     *
     * @param state in which it ended
     * @return its outcome
     */
    public static Outcome of(TaskState.Terminal state) {
        return switch (state) {
            case TaskState.Completed completed -> OK;
            case TaskState.Failed failed -> FAILED;
            case TaskState.Canceled canceled -> CANCELED;
            case TaskState.TimedOut timedOut -> TIMED_OUT;
        };
    }

    /**
     * Of a request that was not answered as it should be.
     *
     * @param failure why
     * @return its outcome
     */
    public static Outcome of(TaskRequestException failure) {
        String code = failure.code().orElse("");
        boolean isUnreachable =
                code.equals(TaskRequestException.UNREACHABLE) || code.equals(TaskRequestException.SILENT);
        boolean isAway = code.isEmpty() && PASSING.contains(failure.status());
        return isUnreachable || isAway ? UNREACHABLE : REFUSED;
    }
}
