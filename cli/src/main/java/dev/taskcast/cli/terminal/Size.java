package dev.taskcast.cli.terminal;

/**
 * How large a terminal is.
 *
 * @param columns characters in a line
 * @param rows lines
 */
public record Size(int columns, int rows) {
    /** Where nobody can say. */
    public static final Size USUAL = new Size(80, 24);

    /** Of what is no terminal: lines are as long as they are. */
    public static final Size ENDLESS = new Size(100_000, 100_000);
}
