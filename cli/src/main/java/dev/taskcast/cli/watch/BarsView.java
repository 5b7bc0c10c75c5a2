package dev.taskcast.cli.watch;

import dev.taskcast.cli.output.TimeLeft;
import dev.taskcast.cli.output.Words;
import dev.taskcast.cli.terminal.Columns;
import dev.taskcast.cli.terminal.Line;
import dev.taskcast.cli.terminal.LiveRegion;
import dev.taskcast.cli.terminal.Resizes;
import dev.taskcast.cli.terminal.SafeText;
import dev.taskcast.cli.terminal.Size;
import dev.taskcast.cli.terminal.Style;
import dev.taskcast.cli.terminal.Terminal;
import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** A bar for each task that goes on, painted in place; what has ended, and what was logged, stays above. */
public final class BarsView implements View {
    private static final long FRAME_MS = 100;
    private static final long BEAT_MS = 250;

    private final Terminal terminal;
    private final LongSupplier millis;
    private final LiveRegion region;
    private final Map<String, Bar> bars = new LinkedHashMap<>();
    private final List<Line> above = new ArrayList<>();
    private final AtomicBoolean isResized = new AtomicBoolean();
    private int widest = 1;
    private String trouble = "";
    private boolean isLive;
    private boolean isDirty = true;
    private long paintedAt = Long.MIN_VALUE / 2;
    private Instant now = Instant.EPOCH;

    /**
     * In a terminal.
     *
     * @param terminal one whose lines can be painted
     * @param millis of a clock that nobody sets
     */
    public BarsView(Terminal terminal, LongSupplier millis) {
        this.terminal = terminal;
        this.millis = millis;
        region = new LiveRegion(terminal);
        boolean unused = Resizes.listen(() -> isResized.set(true));
    }

    private static final class Bar {
        private final TimeLeft left = new TimeLeft();
        private TaskState state;

        Bar(TaskState state) {
            this.state = state;
        }
    }

    @Override
    public void changed(TaskState state, boolean isEnd) {
        isLive = true;
        isDirty = true;
        boolean isShown = isEnd || !(state instanceof TaskState.Terminal);
        widest = isShown ? Math.max(widest, Columns.of(SafeText.line(Words.name(state.identity())))) : widest;
        if (state instanceof TaskState.Terminal) {
            bars.remove(state.id());
            if (isEnd) {
                above.add(line().of(state, "", now, 0));
            }
            return;
        }
        Bar bar = bars.computeIfAbsent(state.id(), id -> new Bar(state));
        if (bar.state.run() != state.run()) {
            bar.left.forget();
        }
        bar.state = state;
        if (state instanceof TaskState.Running running) {
            bar.left.heard(running.progress(), millis.getAsLong());
        }
    }

    @Override
    public void gone(String id) {
        isDirty = true;
        if (bars.remove(id) != null) {
            above.add(terminal.line().add(id + " is no longer there"));
        }
    }

    @Override
    public void logged(TaskMessage.Logged lines) {
        isDirty = true;
        for (String each : lines.lines()) {
            above.add(new Line(terminal.looks(), Size.ENDLESS.columns())
                    .add(Style.DIM, lines.id() + " | ")
                    .add(each));
        }
    }

    @Override
    public void connected(boolean isAgain) {
        isLive = true;
        isDirty = true;
        trouble = "";
    }

    @Override
    public void lost(String words) {
        isDirty = true;
        trouble = words;
    }

    @Override
    public void tick(Instant time) {
        now = time;
        if (isResized.getAndSet(false)) {
            terminal.measure();
            isDirty = true;
        }
        long since = millis.getAsLong() - paintedAt;
        if ((isDirty && since >= FRAME_MS) || since >= BEAT_MS) {
            paint();
        }
    }

    private BarLine line() {
        int columns = terminal.size().columns() - 1;
        return new BarLine(terminal.looks(), columns, BarLine.names(columns, widest));
    }

    private void paint() {
        long at = millis.getAsLong();
        BarLine line = line();
        List<Line> lines = new ArrayList<>();
        int room = Math.max(1, terminal.size().rows() - 2);
        for (Bar bar : inOrder()) {
            if (lines.size() == room) {
                break;
            }
            lines.add(line.of(bar.state, bar.left.text(at), now, at / BEAT_MS));
        }
        int hidden = bars.size() - lines.size();
        if (hidden > 0) {
            lines.removeLast();
            lines.add(terminal.line().add(Style.DIM, "and " + (hidden + 1) + " more"));
        }
        if (!trouble.isEmpty()) {
            lines.add(terminal.line().add(Style.YELLOW, trouble));
        } else if (lines.isEmpty()) {
            lines.add(terminal.line().add(Style.DIM, isLive ? "Nothing is running." : "Connecting."));
        }
        region.paint(above, lines);
        above.clear();
        isDirty = false;
        paintedAt = at;
    }

    /** Those that run first, where not all have room. */
    private List<Bar> inOrder() {
        List<Bar> ordered = new ArrayList<>(bars.values());
        if (ordered.size() > terminal.size().rows() - 2) {
            ordered.sort(Comparator.comparing(bar -> !(bar.state instanceof TaskState.Running)));
        }
        return ordered;
    }

    @Override
    public long restMillis() {
        long since = millis.getAsLong() - paintedAt;
        return Math.clamp((isDirty ? FRAME_MS : BEAT_MS) - since, 1, BEAT_MS);
    }

    @Override
    public void close() {
        finish();
        region.close();
    }

    /** What has ended stays; a line that says that nothing is running does not. */
    private void finish() {
        BarLine line = line();
        long at = millis.getAsLong();
        List<Line> lines = inOrder().stream()
                .limit(Math.max(1, terminal.size().rows() - 2))
                .map(bar -> line.of(bar.state, bar.left.text(at), now, 0))
                .toList();
        region.paint(above, lines);
        above.clear();
        isDirty = false;
    }
}
