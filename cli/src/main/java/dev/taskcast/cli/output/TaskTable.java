package dev.taskcast.cli.output;

import dev.taskcast.cli.terminal.Columns;
import dev.taskcast.cli.terminal.Line;
import dev.taskcast.cli.terminal.SafeText;
import dev.taskcast.cli.terminal.Style;
import dev.taskcast.cli.terminal.Terminal;
import dev.taskcast.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A table of tasks that fits the terminal. Where there is no room, names and details are cut first, then ids. */
public final class TaskTable {
    private static final List<String> HEADS = List.of("STATUS", "ID", "TASK", "DONE", "WHEN", "DETAIL");
    private static final int ID = 1;
    private static final int TASK = 2;
    private static final int DETAIL = 5;
    private static final int NARROW = 12;
    private static final int GAP = 2;

    private final Terminal terminal;

    /**
     * Onto a terminal.
     *
     * @param terminal where it is written
     */
    public TaskTable(Terminal terminal) {
        this.terminal = terminal;
    }

    private record Row(Style style, List<String> cells) {}

    /**
     * Writes it.
     *
     * @param states of the tasks
     * @param now the server's time
     */
    public void print(List<TaskState> states, Instant now) {
        List<Row> rows = states.stream().map(state -> row(state, now)).toList();
        int[] widths = fit(widths(rows));
        print(Style.BOLD, HEADS, widths);
        rows.forEach(row -> print(row.style, row.cells, widths));
    }

    private Row row(TaskState state, Instant now) {
        Kind kind = Kind.of(state);
        String name = Words.name(state.identity());
        String done =
                state instanceof TaskState.Running running ? Words.done(running.progress(), terminal.looks()) : "";
        List<String> cells = List.of(
                kind.sign(terminal.looks()) + " " + kind.word(),
                state.id(),
                name.equals(state.id()) ? "" : name,
                done,
                Words.when(state, now),
                Words.detail(state, now, terminal.looks()));
        return new Row(kind.style(), cells.stream().map(SafeText::line).toList());
    }

    private static int[] widths(List<Row> rows) {
        int[] widths = new int[HEADS.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int most = rows.stream()
                    .mapToInt(row -> Columns.of(row.cells.get(column)))
                    .max()
                    .orElse(0);
            widths[i] = most == 0 ? 0 : Math.max(most, HEADS.get(i).length());
        }
        return widths;
    }

    private int[] fit(int[] widths) {
        int most = terminal.size().columns() - 1;
        for (int column : new int[] {DETAIL, TASK, ID}) {
            int over = total(widths) - most;
            if (over > 0) {
                widths[column] = Math.min(widths[column], Math.max(NARROW, widths[column] - over));
            }
        }
        return widths;
    }

    private static int total(int[] widths) {
        int total = 0;
        for (int width : widths) {
            total += width == 0 ? 0 : width + GAP;
        }
        return total - GAP;
    }

    private void print(Style style, List<String> cells, int[] widths) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > 0) {
                shown.add(i);
            }
        }
        Line line = terminal.line();
        int last = shown.isEmpty() ? 0 : shown.getLast();
        for (int i : shown) {
            Style of = style == Style.BOLD || i == 0 ? style : Style.PLAIN;
            if (i == last) {
                line.add(
                        of,
                        Columns.cut(cells.get(i), widths[i], terminal.looks().ellipsis()));
            } else {
                line.add(of, cells.get(i), widths[i]).add(" ".repeat(GAP));
            }
        }
        terminal.printRaw(line.toString().stripTrailing());
    }
}
