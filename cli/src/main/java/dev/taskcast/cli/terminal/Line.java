package dev.taskcast.cli.terminal;

/**
 * A line that grows from left to right, and never gets wider than it may. What is added is made harmless first. Not thread-safe.
 */
public final class Line {
    private final Looks looks;
    private final int most;
    private final StringBuilder text = new StringBuilder();
    private int columns;
    private boolean isFull;

    /**
     * An empty line.
     *
     * @param looks what may be in it
     * @param most how many columns
     */
    public Line(Looks looks, int most) {
        this.looks = looks;
        this.most = most;
    }

    /**
     * Adds text.
     *
     * @param added any
     * @return this
     */
    public Line add(String added) {
        return add(Style.PLAIN, added);
    }

    /**
     * Adds text.
     *
     * @param style how it looks, where there are colors
     * @param added any
     * @return this
     */
    public Line add(Style style, String added) {
        if (isFull || added.isEmpty()) {
            return this;
        }
        String safe = SafeText.line(added);
        String cut = Columns.cut(safe, most - columns, looks.ellipsis());
        isFull = !cut.equals(safe);
        columns += Columns.of(cut);
        boolean styled = looks.colors() && !cut.isBlank();
        text.append(styled ? style.begin() : "").append(cut).append(styled ? style.end() : "");
        return this;
    }

    /**
     * Adds text that is as wide as that: cut, or with spaces behind it.
     *
     * @param style how it looks, where there are colors
     * @param added any
     * @param wide columns
     * @return this
     */
    public Line add(Style style, String added, int wide) {
        String cut = Columns.cut(SafeText.line(added), wide, looks.ellipsis());
        return add(style, cut).add(" ".repeat(wide - Columns.of(cut)));
    }

    /**
     * How wide it is.
     *
     * @return columns
     */
    public int columns() {
        return columns;
    }

    /** The line, as it is written. */
    @Override
    public String toString() {
        return text.toString();
    }
}
