package dev.taskcast.cli.terminal;

import java.util.List;

/**
 * The last lines of a terminal, painted in place. What is printed meanwhile stands above them, and stays. The cursor is hidden from the
 * first painting until it is closed, also where the process is ended by a signal. Thread-safe.
 *
 * <p>Nothing is erased before it is written again, so nothing flickers: each line is written over, and cleared behind its end. Terminals
 * that know it show a whole painting at once (mode 2026). Where the terminal has become narrower, it has broken the lines that no longer
 * fit: the cursor goes up by the rows that they take now.
 */
public final class LiveRegion implements AutoCloseable {
    private static final String BEGIN = "\u001b[?2026h";
    private static final String END = "\u001b[?2026l";
    private static final String HIDE = "\u001b[?25l";
    private static final String SHOW = "\u001b[?25h";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final Terminal terminal;
    private final Thread atExit = new Thread(this::restore, "taskcast-restore");
    private List<Line> painted = List.of();
    private boolean isOpen;
    private boolean isClosed;

    /**
     * Of a terminal.
     *
     * @param terminal one whose lines can be painted
     */
    public LiveRegion(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Paints.
     *
     * @param above lines that are to stay, above the region; they may be broken by the terminal
     * @param lines the region, at most as many as the terminal has rows, less one
     */
    public synchronized void paint(List<Line> above, List<Line> lines) {
        if (isClosed) {
            return;
        }
        StringBuilder text = new StringBuilder(BEGIN);
        if (!isOpen) {
            isOpen = true;
            Runtime.getRuntime().addShutdownHook(atExit);
            text.append(HIDE);
        }
        text.append('\r');
        int up = rows();
        if (up > 0) {
            text.append("\u001b[").append(up).append('A');
        }
        above.forEach(line -> text.append(line).append(CLEAR_LINE).append('\n'));
        lines.forEach(line -> text.append(line).append(CLEAR_LINE).append('\n'));
        painted = List.copyOf(lines);
        terminal.write(text.append(CLEAR_BELOW).append(END).toString());
    }

    private int rows() {
        int columns = terminal.size().columns();
        return painted.stream()
                .mapToInt(line -> Math.max(1, Math.ceilDiv(line.columns(), columns)))
                .sum();
    }

    /** Leaves what was painted last, and shows the cursor below it. Idempotent. */
    @Override
    public void close() {
        if (restore()) {
            try {
                boolean unused = Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException shutdown) {
                // it has run, or is about to
            }
        }
    }

    private synchronized boolean restore() {
        boolean wasOpen = isOpen && !isClosed;
        isClosed = true;
        if (wasOpen) {
            terminal.write(SHOW);
        }
        return wasOpen;
    }
}
