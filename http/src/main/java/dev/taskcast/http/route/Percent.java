package dev.taskcast.http.route;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent-decoding, strictly: what {@code URLDecoder} lets pass must not become an id. */
final class Percent {
    private Percent() {}

    /** Text as a path's segment. */
    static String encodeSegment(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0;
            encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }

    /** A path's segment, decoded; null where it is not valid percent-encoded UTF-8. */
    static @Nullable String decodeSegment(String text) {
        return decode(text, false);
    }

    /** A query's value, decoded, with plus as space; null where it is not valid percent-encoded UTF-8. */
    static @Nullable String decodeQuery(String text) {
        return decode(text, true);
    }

    private static @Nullable String decode(String text, boolean plusIsSpace) {
        byte[] bytes = new byte[text.length()];
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = digit(text, i + 1);
                int low = digit(text, i + 2);
                if (high < 0 || low < 0) {
                    return null;
                }
                bytes[size++] = (byte) ((high << 4) | low);
                i += 2;
            } else if (c > 0x7F) {
                return null;
            } else {
                bytes[size++] = (byte) (c == '+' && plusIsSpace ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, size))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int digit(String text, int i) {
        char c = i < text.length() ? text.charAt(i) : ' ';
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
