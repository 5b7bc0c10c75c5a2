package dev.taskcast.store.jdbc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Text as bytes that give the same text again, whatever it is: UTF-8, in which half of a surrogate pair, which UTF-8 has no form for, takes
 * the three bytes that another character of its number would. What somebody's exception says can't be refused.
 */
final class Texts {
    private static final char REPLACEMENT = '\uFFFD';

    private Texts() {}

    static byte @Nullable [] bytes(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return isWhole(text) ? text.getBytes(StandardCharsets.UTF_8) : bytesOfAny(text);
    }

    private static boolean isWhole(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static byte[] bytesOfAny(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() * 3);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (isHalf(c)) {
                bytes.write(0xE0 | (c >> 12));
                bytes.write(0x80 | ((c >> 6) & 0x3F));
                bytes.write(0x80 | (c & 0x3F));
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    static @Nullable String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : textOfAny(bytes);
    }

    private static String textOfAny(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        int from = 0;
        for (int i = 0; i + 2 < bytes.length; i++) {
            int c = (bytes[i] & 0x0F) << 12 | (bytes[i + 1] & 0x3F) << 6 | (bytes[i + 2] & 0x3F);
            if ((bytes[i] & 0xFF) == 0xED && isHalf(c)) {
                text.append(new String(bytes, from, i - from, StandardCharsets.UTF_8))
                        .append((char) c);
                from = i + 3;
                i += 2;
            }
        }
        return text.append(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8))
                .toString();
    }

    private static boolean isHalf(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
