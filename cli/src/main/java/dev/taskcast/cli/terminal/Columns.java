package dev.taskcast.cli.terminal;

import org.jline.utils.WCWidth;

/** How many columns of a terminal text takes. Where terminals differ it is the most that one takes, so that no line breaks. */
public final class Columns {
    private static final int EMOJI_STYLE = 0xFE0F;

    private Columns() {}

    /**
     * The width of text.
     *
     * @param text without control characters
     * @return columns
     */
    public static int of(String text) {
        int columns = 0;
        int before = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            int width = width(character, before);
            columns += width;
            before = width;
            i += Character.charCount(character);
        }
        return columns;
    }

    /** The sign for emoji style makes the character before it as wide as an emoji. */
    private static int width(int character, int before) {
        return character == EMOJI_STYLE ? (before == 1 ? 1 : 0) : Math.max(0, WCWidth.wcwidth(character));
    }

    /**
     * Text that is no wider than that.
     *
     * @param text without control characters
     * @param most columns, 0 or more
     * @param ellipsis what ends it where it was cut
     * @return the text, or its beginning; no character is cut in half, nor parted from those that are combined with it
     */
    public static String cut(String text, int most, String ellipsis) {
        if (of(text) <= most) {
            return text;
        }
        int room = most - of(ellipsis);
        if (room < 0) {
            return "";
        }
        int end = 0;
        int columns = 0;
        int before = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            int width = width(character, before);
            columns += width;
            if (columns > room) {
                break;
            }
            before = width;
            i += Character.charCount(character);
            end = i;
        }
        return text.substring(0, end).stripTrailing() + ellipsis;
    }

    /**
     * Text that is as wide as that.
     *
     * @param text without control characters, no wider than that
     * @param columns how wide
     * @return with spaces behind it
     */
    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }
}
