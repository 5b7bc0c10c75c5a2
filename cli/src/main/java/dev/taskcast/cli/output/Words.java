package dev.taskcast.cli.output;

import dev.taskcast.cli.terminal.Looks;
import dev.taskcast.task.Course;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is said of a task, in the words of the browser's elements. */
public final class Words {
    /** An id that a machine has made up. */
    private static final Pattern MADE_UP =
            Pattern.compile("^(?=.*\\d)[0-9a-z]{20,}$|[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}");

    private Words() {}

    /**
     * What a task is called: its title, else its type and its id, or the end of that where a machine has made it up.
     *
     * @param task what it is
     * @return a name
     */
    public static String name(TaskIdentity task) {
        String id = task.id();
        String title = task.title();
        if (title != null) {
            return title;
        }
        if (task.type().equals(id)) {
            return id;
        }
        return task.type() + " " + (MADE_UP.matcher(id).find() ? "#" + id.substring(id.length() - 4) : id);
    }

    /**
     * What follows the status: a message, what it waits for, its result or its error.
     *
     * @param state of the task
     * @param now the server's time
     * @param looks what may be in it
     * @return empty where there is nothing to say
     */
    public static String detail(TaskState state, Instant now, Looks looks) {
        List<String> parts = new ArrayList<>();
        switch (state) {
            case TaskState.Running running -> {
                parts.add(tries(running.course()));
                parts.add(running.progress().message());
            }
            case TaskState.Pending pending -> {
                parts.add(waits(pending, now));
                parts.add(retry(pending.course()));
            }
            case TaskState.Completed completed -> parts.add(Format.result(completed.result()));
            case TaskState.Failed failed -> parts.add(failed.error());
            case TaskState.Canceled canceled -> parts.add(canceled.stopping() == null ? "" : "canceled");
            case TaskState.TimedOut timedOut -> parts.add(timedOut.stopping() == null ? "" : "timed out");
        }
        parts.add(next(state, now));
        return joined(parts, looks);
    }

    /**
     * Puts together what there is to say.
     *
     * @param parts empty ones are left out
     * @param looks what may be in it
     * @return one text
     */
    public static String joined(List<String> parts, Looks looks) {
        return String.join(
                looks.dot(), parts.stream().filter(each -> !each.isEmpty()).toList());
    }

    private static String tries(@Nullable Course course) {
        return course != null && course.attempt() > 1 && course.maxAttempts() > 1
                ? "attempt " + Math.min(course.attempt(), course.maxAttempts()) + " of " + course.maxAttempts()
                : "";
    }

    /** The first attempt is no retry. */
    private static String retry(@Nullable Course course) {
        return course != null && course.attempt() > 1 && course.maxAttempts() > 1
                ? "retry " + (Math.min(course.attempt(), course.maxAttempts()) - 1) + " of "
                        + (course.maxAttempts() - 1)
                : "";
    }

    private static String waits(TaskState.Pending pending, Instant now) {
        Standing standing = pending.standing();
        if (standing == null) {
            return "";
        }
        String reason = reason(standing);
        String where = place(standing);
        String line = where.isEmpty() || reason.isEmpty() ? where + reason : where + ": " + reason;
        long due = pending.waiting() instanceof Waiting.ForTime timed && timed.until() > 0
                ? timed.until()
                : standing.startsAt();
        long left = Rounding.time(due - now.toEpochMilli());
        if (due == 0 || left <= 0) {
            return line;
        }
        return line.isEmpty() ? "starts in " + Format.coarse(left) : line + ", about " + Format.coarse(left);
    }

    private static String place(Standing standing) {
        int position = standing.position();
        if (position == 1) {
            return "next in line";
        }
        if (position > 1) {
            return ordinal(position) + " in line";
        }
        return standing.why() == Standing.Why.LIMIT || standing.why() == Standing.Why.RATE ? "waits for its turn" : "";
    }

    private static String ordinal(int number) {
        int last = number % 100 / 10 == 1 ? 0 : number % 10;
        return number + (last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
    }

    private static String reason(Standing standing) {
        Standing.LimitKind limit = standing.limit();
        return switch (standing.why()) {
            case RATE -> "rate limit";
            case LIMIT ->
                switch (limit) {
                    case MANAGER -> "overall limit";
                    case QUEUE -> "queue limit";
                    case TYPE -> "type limit";
                    case KEY -> "tenant limit";
                    case null -> "";
                };
            case STOPPING -> "stopping its last run first";
            case UNKNOWN_TYPE -> "no server has its code";
            case SLOT, DELAY, RETRY, PAUSED -> "";
        };
    }

    private static String next(TaskState state, Instant now) {
        Course course = state.course();
        return course == null || course.nextAt() <= now.toEpochMilli() || state instanceof TaskState.Running
                ? ""
                : "next run " + Format.relative(course.nextAt(), now);
    }

    /**
     * When it is about: how long it has been running, when it ended, or is due.
     *
     * @param state of the task
     * @param now the server's time
     * @return empty where there is no time to tell
     */
    public static String when(TaskState state, Instant now) {
        return switch (state) {
            case TaskState.Running running
            when running.startedAt() > 0 -> Format.coarse(now.toEpochMilli() - running.startedAt()) + " so far";
            case TaskState.Running running -> "";
            case TaskState.Pending pending -> "";
            case TaskState.Terminal ended -> ended.lastRun() > 0 ? Format.relative(ended.lastRun(), now) : "";
        };
    }

    /**
     * How long a run took that has ended.
     *
     * @param state of the task
     * @return such as {@code after 5 s}; empty where it did not run
     */
    public static String took(TaskState state) {
        return state instanceof TaskState.Terminal ended && ended.startedAt() > 0
                ? "after " + Format.duration(ended.lastRun() - ended.startedAt())
                : "";
    }

    /**
     * How far a run is.
     *
     * @param progress of the run
     * @param looks what may be in it
     * @return such as {@code 50% · 3 of 6}; empty where nobody knows
     */
    public static String done(TaskProgress progress, Looks looks) {
        return joined(List.of(Format.percent(progress.fraction()), Format.counted(progress)), looks);
    }

    /**
     * How fast it goes.
     *
     * @param progress of a run
     * @return such as {@code 20/s}; empty where nobody knows
     */
    public static String rate(TaskProgress progress) {
        TaskProgress.Pace pace = progress.pace();
        return pace == null
                        || !Double.isFinite(pace.rate())
                        || !progress.steps().isEmpty()
                ? ""
                : Format.amount(pace.rate(), progress.unit()) + "/s";
    }
}
