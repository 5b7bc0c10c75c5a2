package dev.taskcast.cli.command;

import dev.taskcast.cli.output.Json;
import dev.taskcast.cli.terminal.Terminal;
import dev.taskcast.cli.watch.View;
import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.task.TaskState;
import java.time.Instant;
import java.util.List;

/** Prints each line of the runs of a task once: a new connection begins with all lines that are kept. */
final class LogLines implements View {
    private final Terminal terminal;
    private final boolean isJson;
    private final String id;
    private int run;
    private long last;

    /**
     * Of a task.
     *
     * @param after the number of the line after which they begin, in the run that is seen first
     */
    LogLines(Terminal terminal, boolean isJson, String id, long after) {
        this.terminal = terminal;
        this.isJson = isJson;
        this.id = id;
        last = after;
    }

    /** The number of the line that was printed last. */
    long last() {
        return last;
    }

    /** Whether these are lines of a run after the one that was printed. */
    boolean isNewer(int number) {
        return run != 0 && number > run;
    }

    /** Prints those lines that were not printed yet. */
    void add(int number, long from, List<String> lines) {
        if (number < run) {
            return;
        }
        if (isNewer(number)) {
            last = 0;
        }
        run = number;
        int known = Math.clamp(last + 1 - from, 0, lines.size());
        if (known == lines.size()) {
            return;
        }
        long gap = from - last - 1;
        if (gap > 0) {
            terminal.error(gap + (gap == 1 ? " line is gone" : " lines are gone"));
        }
        List<String> fresh = lines.subList(known, lines.size());
        if (isJson) {
            terminal.print(Json.log(id, run, from + known, fresh));
        } else {
            fresh.forEach(terminal::print);
        }
        last = from + lines.size() - 1;
    }

    @Override
    public void logged(TaskMessage.Logged lines) {
        if (lines.id().equals(id)) {
            add(lines.run(), lines.from(), lines.lines());
        }
    }

    @Override
    public void changed(TaskState state, boolean isEnd) {}

    @Override
    public void gone(String task) {
        terminal.error(task + " is no longer there");
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
    public void tick(Instant now) {}

    @Override
    public long restMillis() {
        return 1_000;
    }

    @Override
    public void close() {}
}
