package dev.taskcast.cli.watch;

import dev.taskcast.cli.output.Format;
import dev.taskcast.cli.output.Kind;
import dev.taskcast.cli.output.TimeLeft;
import dev.taskcast.cli.output.Words;
import dev.taskcast.cli.terminal.Looks;
import dev.taskcast.cli.terminal.Terminal;
import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Lines for what is no terminal: one for each change of a task's status, and one for its progress now and then. */
public final class PlainView implements View {
    /** How long at least there is no other line for the progress of the same task, in milliseconds. */
    static final long PROGRESS_MS = 10_000;

    private final Terminal terminal;
    private final Looks looks;
    private final LongSupplier millis;
    private final Map<String, Told> told = new LinkedHashMap<>();
    private Instant now = Instant.EPOCH;

    /**
     * Onto a terminal.
     *
     * @param terminal where it is written
     * @param millis of a clock that nobody sets
     */
    public PlainView(Terminal terminal, LongSupplier millis) {
        this.terminal = terminal;
        this.looks = terminal.looks();
        this.millis = millis;
    }

    /** What was said last of a task, and what would be said now. */
    private static final class Told {
        private final TimeLeft left = new TimeLeft();
        private String status = "";
        private long at;
        private @Nullable TaskState newer;
    }

    @Override
    public void changed(TaskState state, boolean isEnd) {
        if (state instanceof TaskState.Terminal && !isEnd) {
            told.remove(state.id());
            return;
        }
        long at = millis.getAsLong();
        Told of = told.computeIfAbsent(state.id(), id -> new Told());
        String status = Kind.of(state) + " " + state.run() + " "
                + (state.course() == null ? 0 : state.course().attempt());
        if (!status.equals(of.status)) {
            of.left.forget();
        }
        if (state instanceof TaskState.Running running) {
            of.left.heard(running.progress(), at);
        }
        if (status.equals(of.status) && (!isMoving(state) || at - of.at < PROGRESS_MS)) {
            of.newer = state;
            return;
        }
        of.status = status;
        say(of, state, at);
        if (state instanceof TaskState.Terminal) {
            told.remove(state.id());
        }
    }

    private static boolean isMoving(TaskState state) {
        return state instanceof TaskState.Running || state instanceof TaskState.Pending;
    }

    private void say(Told of, TaskState state, long at) {
        of.at = at;
        of.newer = null;
        List<String> parts = new ArrayList<>();
        if (state instanceof TaskState.Running running) {
            TaskProgress progress = running.progress();
            parts.add(Words.done(progress, looks));
            parts.add(Words.rate(progress));
            parts.add(of.left.text(at));
        }
        parts.add(Words.detail(state, now, looks));
        parts.add(Words.took(state));
        line(state.id() + " " + Kind.of(state).word(), Words.joined(parts, looks));
    }

    private void line(String what, String more) {
        String time = Format.exact(now.toEpochMilli()).substring(11, 19);
        terminal.print(time + " " + what + (more.isEmpty() ? "" : ": " + more));
    }

    @Override
    public void gone(String id) {
        told.remove(id);
        line(id + " is no longer there", "");
    }

    @Override
    public void logged(TaskMessage.Logged lines) {
        lines.lines().forEach(each -> line(lines.id() + " | " + each, ""));
    }

    @Override
    public void connected(boolean isAgain) {
        if (isAgain) {
            terminal.error("Connected again.");
        }
    }

    @Override
    public void lost(String words) {
        terminal.error(words);
    }

    @Override
    public void tick(Instant time) {
        now = time;
        long at = millis.getAsLong();
        told.forEach((id, of) -> {
            TaskState newer = of.newer;
            if (newer != null && at - of.at >= PROGRESS_MS) {
                say(of, newer, at);
            }
        });
    }

    @Override
    public long restMillis() {
        return 1_000;
    }

    @Override
    public void close() {}
}
