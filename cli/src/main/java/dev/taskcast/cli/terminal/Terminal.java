package dev.taskcast.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a command writes to: what it was asked for to one stream, and what went wrong to the other. Both are UTF-8. Thread-safe.
 */
public final class Terminal {
    private final PrintStream out;
    private final PrintStream err;
    private final Looks looks;
    private final boolean isLive;
    private final Supplier<Size> size;
    private volatile Size newest;

    /**
     * Of two streams.
     *
     * @param out for what was asked for
     * @param err for what went wrong
     * @param looks what may be in a line
     * @param isLive whether lines can be painted anew
     * @param size asked at first, and when it may have changed
     */
    public Terminal(OutputStream out, OutputStream err, Looks looks, boolean isLive, Supplier<Size> size) {
        this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.looks = looks;
        this.isLive = isLive;
        this.size = size;
        newest = size.get();
    }

    /**
     * Of what the process was given.
     *
     * @param mode when there are colors
     * @param environment of the process
     * @return it
     */
    public static Terminal ofProcess(ColorMode mode, Map<String, String> environment) {
        Optional<Size> found = TerminalProbe.terminal(environment);
        boolean isDumb = "dumb".equals(environment.get("TERM"));
        String noColor = environment.getOrDefault("NO_COLOR", "");
        boolean colors = switch (mode) {
            case always -> true;
            case never -> false;
            case auto -> found.isPresent() && !isDumb && noColor.isEmpty();
        };
        Looks looks = new Looks(colors, TerminalProbe.isUnicode(environment));
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        FileOutputStream err = new FileOutputStream(FileDescriptor.err);
        Supplier<Size> size = found.isEmpty()
                ? () -> Size.ENDLESS
                : () -> TerminalProbe.terminal(environment).orElse(Size.USUAL);
        return new Terminal(new BufferedOutputStream(out, 1 << 16), err, looks, found.isPresent() && !isDumb, size);
    }

    /**
     * What may be in a line.
     *
     * @return looks
     */
    public Looks looks() {
        return looks;
    }

    /**
     * Whether lines can be painted anew: it is a terminal, and no dumb one.
     *
     * @return true for such
     */
    public boolean isLive() {
        return isLive;
    }

    /**
     * How large it is, as it was found last.
     *
     * @return the size
     */
    public Size size() {
        return newest;
    }

    /** Looks how large it is: it may have changed. */
    public void measure() {
        newest = size.get();
    }

    /**
     * An empty line that fits.
     *
     * @return a line
     */
    public Line line() {
        return new Line(looks, newest.columns() - 1);
    }

    /**
     * Writes a line of text.
     *
     * @param text any; made harmless
     */
    public void print(String text) {
        printRaw(SafeText.line(text));
    }

    /**
     * Writes a line.
     *
     * @param line as it was made
     */
    public void print(Line line) {
        printRaw(line.toString());
    }

    /**
     * Writes text as it is, and ends the line.
     *
     * @param text of our own
     */
    public void printRaw(String text) {
        synchronized (out) {
            out.print(text);
            out.print('\n');
            out.flush();
        }
    }

    /**
     * Writes bytes as they are, and ends the line.
     *
     * @param json without line breaks
     */
    public void print(byte[] json) {
        synchronized (out) {
            out.write(json, 0, json.length);
            out.write('\n');
            out.flush();
        }
    }

    /** Writes text as it is. */
    void write(String text) {
        synchronized (out) {
            out.print(text);
            out.flush();
        }
    }

    /**
     * Says that something went wrong.
     *
     * @param text any; made harmless
     */
    public void error(String text) {
        err.println(SafeText.line(text));
    }

    /**
     * Whether what was written has arrived nowhere: whoever read it has gone.
     *
     * @return true from then on
     */
    public boolean isBroken() {
        return out.checkError();
    }
}
