package dev.taskcast.cli.watch;

import dev.taskcast.cli.output.Format;
import dev.taskcast.cli.output.Kind;
import dev.taskcast.cli.output.Words;
import dev.taskcast.cli.terminal.Columns;
import dev.taskcast.cli.terminal.Line;
import dev.taskcast.cli.terminal.Looks;
import dev.taskcast.cli.terminal.SafeText;
import dev.taskcast.cli.terminal.Style;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A task in one line.
 *
 * @param looks what may be in it
 * @param columns how wide it may be
 * @param names how wide names are
 */
record BarLine(Looks looks, int columns, int names) {
    private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    private static final int WIDEST = 24;
    private static final int NARROWEST = 5;
    private static final int PERCENT = 4;

    /** How wide names may be, where the terminal is so wide. */
    static int names(int columns, int widest) {
        return Math.min(widest, Math.max(8, columns * 2 / 5));
    }

    /**
     * Draws one.
     *
     * @param state of the task
     * @param left how long it still takes, in words
     * @param now the server's time
     * @param beat counts up, for what moves although nobody knows how far it is
     */
    Line of(TaskState state, String left, Instant now, long beat) {
        Line line = begin(state);
        switch (state) {
            case TaskState.Running running -> running(line, running, left, now, beat);
            case TaskState.Pending pending -> waiting(line, pending, now);
            case TaskState.Terminal ended -> ended(line, ended, now);
        }
        return line;
    }

    private Line begin(TaskState state) {
        Kind kind = Kind.of(state);
        String name = SafeText.line(Words.name(state.identity()));
        return new Line(looks, columns)
                .add(kind.style(), kind.sign(looks))
                .add(" ")
                .add(Style.PLAIN, name, Math.max(names, 1))
                .add("  ");
    }

    private void running(Line line, TaskState.Running running, String left, Instant now, long beat) {
        TaskProgress progress = running.progress();
        Kind kind = Kind.of(running);
        line.add(kind.style(), bar(progress, beat)).add(" ");
        line.add(padded(Format.percent(progress.fraction())));
        List<String> parts = new ArrayList<>();
        parts.add(kind == Kind.RUNNING ? "" : kind.word());
        parts.add(left);
        parts.add(Format.counted(progress));
        parts.add(Words.rate(progress));
        parts.add(Words.detail(running, now, looks));
        line.add("  ").add(Words.joined(parts, looks));
    }

    private static String padded(String percent) {
        return " ".repeat(Math.max(0, PERCENT - percent.length())) + percent;
    }

    private void waiting(Line line, TaskState.Pending pending, Instant now) {
        line.add(Kind.of(pending).word());
        String detail = Words.detail(pending, now, looks);
        line.add(detail.isEmpty() ? "" : looks.dot() + detail);
    }

    private void ended(Line line, TaskState.Terminal ended, Instant now) {
        Kind kind = Kind.of(ended);
        line.add(kind.style(), kind.word());
        String more = Words.joined(List.of(Words.took(ended), Words.detail(ended, now, looks)), looks);
        line.add(more.isEmpty() ? "" : looks.dot() + more);
    }

    private int barWidth() {
        return Math.clamp(columns / 4, NARROWEST, WIDEST);
    }

    private String bar(TaskProgress progress, long beat) {
        int width = barWidth();
        if (progress.fraction().isEmpty()) {
            return unknown(width, beat);
        }
        double filled = progress.fraction().getAsDouble() * width;
        int whole = (int) filled;
        if (!looks.unicode()) {
            int inner = (int) (progress.fraction().getAsDouble() * (width - 2));
            return "[" + "#".repeat(inner) + ".".repeat(width - 2 - inner) + "]";
        }
        String part = EIGHTHS[(int) ((filled - whole) * EIGHTHS.length)];
        return "█".repeat(whole) + part + "░".repeat(width - whole - Columns.of(part));
    }

    /** A block that goes to and fro. */
    private String unknown(int width, long beat) {
        int block = Math.max(1, width / 5);
        boolean unicode = looks.unicode();
        int room = width - block - (unicode ? 0 : 2);
        int at = (int) (beat % Math.max(1, 2L * room));
        int before = at <= room ? at : 2 * room - at;
        return unicode
                ? "░".repeat(before) + "█".repeat(block) + "░".repeat(room - before)
                : "[" + ".".repeat(before) + "#".repeat(block) + ".".repeat(room - before) + "]";
    }
}
