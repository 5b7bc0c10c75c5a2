package dev.taskcast.cli.terminal;

import java.util.regex.Pattern;

/**
 * Text of others, made harmless. Titles, log lines and errors come from outside: what of them would control a terminal is taken out.
 */
public final class SafeText {
    /** Whole sequences, as a program writes them that colors its lines: CSI, OSC and the like to their end, and two-character ones. */
    private static final Pattern SEQUENCES = Pattern.compile("(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]"
            + "|(?:\\u001b[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c)"
            + "|\\u001b[ -/]*[0-Z\\\\^-~]");

    private static final int REPLACEMENT = 0xFFFD;

    private SafeText() {}

    /**
     * Text for one line.
     *
     * @param text any
     * @return without sequences and control characters; line breaks and tabs are spaces, whatever else controls is U+FFFD
     */
    public static String line(String text) {
        String plain = text.indexOf('\u001b') < 0 && text.chars().noneMatch(c -> c >= 0x80 && c < 0xA0)
                ? text
                : SEQUENCES.matcher(text).replaceAll("");
        StringBuilder safe = new StringBuilder(plain.length());
        plain.codePoints().map(SafeText::harmless).forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static int harmless(int character) {
        return switch (Character.getType(character)) {
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.CONTROL -> character == '\n' || character == '\r' || character == '\t' ? ' ' : REPLACEMENT;
            case Character.SURROGATE -> REPLACEMENT;
            case Character.FORMAT -> isOverride(character) ? REPLACEMENT : character;
            default -> character;
        };
    }

    /** What turns the direction of all that follows, and with it what a line seems to say. */
    private static boolean isOverride(int character) {
        return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
    }
}
