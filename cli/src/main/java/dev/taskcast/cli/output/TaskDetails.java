package dev.taskcast.cli.output;

import dev.taskcast.cli.terminal.Line;
import dev.taskcast.cli.terminal.Size;
import dev.taskcast.cli.terminal.Style;
import dev.taskcast.cli.terminal.Terminal;
import dev.taskcast.task.Course;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStep;
import dev.taskcast.task.Turn;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is known of one task, a line each. Nothing is cut. */
public final class TaskDetails {
    private static final int NAMES = 13;

    private final Terminal terminal;
    private final Instant now;

    /**
     * Onto a terminal.
     *
     * @param terminal where it is written
     * @param now the server's time
     */
    public TaskDetails(Terminal terminal, Instant now) {
        this.terminal = terminal;
        this.now = now;
    }

    /**
     * Writes it.
     *
     * @param state of the task
     */
    public void print(TaskState state) {
        Kind kind = Kind.of(state);
        line("Status", kind.style(), kind.sign(terminal.looks()) + " " + kind.word());
        identity(state.identity());
        times(state);
        switch (state) {
            case TaskState.Pending pending -> line("Waits", Words.detail(pending, now, terminal.looks()));
            case TaskState.Running running -> running(running);
            case TaskState.Completed completed -> {
                line("Result", Format.result(completed.result()));
                completed.artifacts().forEach(each -> line("File", each.name() + "  " + each.url()));
            }
            case TaskState.Failed failed -> line("Error", Style.RED, failed.error());
            case TaskState.Canceled canceled -> stopping(canceled);
            case TaskState.TimedOut timedOut -> stopping(timedOut);
        }
        course(state.course());
    }

    private void identity(TaskIdentity task) {
        line("Id", task.id());
        line("Type", task.type());
        line("Title", task.title());
        line("About", task.description());
        line("Owner", task.owner());
        line("Tags", String.join(", ", task.tags()));
        Turn turn = task.turn();
        line("Queue", turn.queue());
        line("Key", turn.key());
        line("Priority", turn.priority() == Turn.NORMAL_PRIORITY ? "" : String.valueOf(turn.priority()));
    }

    private void times(TaskState state) {
        line("Run", state.run() == 0 ? "" : String.valueOf(state.run()));
        switch (state) {
            case TaskState.Running running -> {
                line("Started", time(running.startedAt()));
                line("Server", running.placement().node());
                line("Unreachable", running.lostSince() == 0 ? "" : "since " + time(running.lostSince()));
            }
            case TaskState.Terminal ended -> {
                line("Started", time(ended.startedAt()));
                line("Ended", time(ended.lastRun()));
                line("Took", ended.startedAt() == 0 ? "" : Format.duration(ended.lastRun() - ended.startedAt()));
            }
            case TaskState.Pending pending -> {}
        }
    }

    private void running(TaskState.Running running) {
        TaskProgress progress = running.progress();
        line("Progress", Words.done(progress, terminal.looks()));
        line("Message", progress.message());
        line("Rate", Words.rate(progress));
        TaskProgress.Pace pace = progress.pace();
        if (pace != null && pace.etaMillis() >= 0) {
            TimeLeft left = new TimeLeft();
            left.heard(progress, 0);
            line("Left", left.text(0));
        }
        for (TaskStep step : progress.steps()) {
            steps(step);
        }
    }

    private void steps(TaskStep step) {
        TaskProgress own = new TaskProgress("", step.current(), step.total());
        String message = step.message();
        String done = switch (step.status()) {
            case RUNNING ->
                Words.joined(List.of(message == null ? "" : message, Format.percent(own.fraction())), terminal.looks());
            case COMPLETED -> "done";
            case PENDING, ERROR, CANCELED, TIMED_OUT -> "failed";
        };
        line("Step", "  ".repeat(step.depth()) + step.name() + (done.isEmpty() ? "" : ": " + done));
    }

    private void stopping(TaskState.Stopped stopped) {
        TaskState.Stopping stopping = stopped.stopping();
        if (stopping != null) {
            line("Stopping", "since " + time(stopping.since()));
        }
    }

    private void course(@Nullable Course course) {
        if (course == null) {
            return;
        }
        line("Attempt", course.attempt() == 0 ? "" : course.attempt() + " of " + course.maxAttempts());
        line("Last error", course.lastError());
        line("Next run", time(course.nextAt()));
    }

    private String time(long millis) {
        return millis == 0 ? "" : Format.exact(millis) + " (" + Format.relative(millis, now) + ")";
    }

    private void line(String name, @Nullable String value) {
        line(name, Style.PLAIN, value);
    }

    private void line(String name, Style style, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            terminal.print(new Line(terminal.looks(), Size.ENDLESS.columns())
                    .add(Style.BOLD, name, NAMES)
                    .add(style, value));
        }
    }
}
