package dev.taskcast.store.jdbc;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Text in columns that tasks are found by. Equal text gives equal columns, and other text other ones. Each is text that every database takes:
 * a backslash, a control character and half of a surrogate pair are written as {@code \}{@code uXXXX}.
 */
final class ColumnText {
    private static final char SEPARATOR = '\u001f';

    private ColumnText() {}

    static @Nullable String of(@Nullable String text) {
        if (text == null || isPlain(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (isPair) {
                out.append(c).append(text.charAt(++i));
            } else if (isPlain(c)) {
                out.append(c);
            } else {
                out.append("\\u").append("%04x".formatted((int) c));
            }
        }
        return out.toString();
    }

    /** Of a text that is there. */
    static String ofAny(String text) {
        return Objects.requireNonNull(of(text));
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c != '\\' && !Character.isSurrogate(c);
    }

    /** All tags in one column; null for none. */
    static @Nullable String tags(List<String> tags) {
        if (tags.isEmpty()) {
            return null;
        }
        StringBuilder out = new StringBuilder().append(SEPARATOR);
        tags.forEach(tag -> out.append(of(tag)).append(SEPARATOR));
        return out.toString();
    }

    /** What a column of tags has in it where this is one of them. */
    static String tag(String tag) {
        return SEPARATOR + of(tag) + SEPARATOR;
    }
}
