package dev.taskcast.cli.terminal;

/**
 * What may be in a line.
 *
 * @param colors whether SGR may
 * @param unicode whether signs and bars may be of other characters than those of ASCII. What comes from outside is UTF-8 always
 */
public record Looks(boolean colors, boolean unicode) {
    /** Nothing but plain text, as a file has it. */
    public static final Looks PLAIN = new Looks(false, true);

    /**
     * What ends a text that was cut.
     *
     * @return one to three columns
     */
    public String ellipsis() {
        return unicode ? "…" : "...";
    }

    /**
     * What stands between two things that are told of the same task.
     *
     * @return with spaces around it
     */
    public String dot() {
        return unicode ? " · " : " - ";
    }
}
