package dev.taskcast.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON as UTF-8 bytes, written front to back. It writes what it is told, so commas and brackets are the caller's. The
 * text never holds a line break, whatever the values, as a frame of the stream needs it. Not thread-safe.
 */
public final class JsonBuffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** Above it a double has no fraction that could show, and below it every whole double is a whole long. */
    private static final double EXACT = 1L << 53;

    private byte[] bytes;
    private int size;

    /**
     * An empty buffer.
     *
     * @param capacity bytes to begin with
     */
    public JsonBuffer(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /**
     * How much was written.
     *
     * @return bytes
     */
    public int size() {
        return size;
    }

    /**
     * What was written.
     *
     * @return a fresh array of {@link #size()} bytes
     */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /**
     * Writes text as it is: punctuation, names, literals.
     *
     * @param ascii characters below U+0080
     * @return this
     */
    @SuppressWarnings("deprecation") // getBytes(int, ...) is the one way to copy Latin-1 without an array in between
    public JsonBuffer raw(String ascii) {
        int length = ascii.length();
        ensure(length);
        ascii.getBytes(0, length, bytes, size);
        size += length;
        return this;
    }

    /**
     * Writes JSON that was encoded before.
     *
     * @param json UTF-8
     * @return this
     */
    public JsonBuffer raw(byte[] json) {
        ensure(json.length);
        System.arraycopy(json, 0, bytes, size, json.length);
        size += json.length;
        return this;
    }

    /**
     * Writes a number.
     *
     * @param value any
     * @return this
     */
    public JsonBuffer number(long value) {
        return raw(Long.toString(value));
    }

    /**
     * Writes a number, without a fraction where it is whole.
     *
     * @param value finite
     * @return this
     */
    public JsonBuffer number(double value) {
        if (value == Math.rint(value) && Math.abs(value) <= EXACT) {
            return number((long) value);
        }
        return raw(Double.toString(value));
    }

    /**
     * Writes a string in quotes. Control characters and lone surrogates are escaped.
     *
     * @param value any string
     * @return this
     */
    public JsonBuffer string(String value) {
        int length = value.length();
        ensure(length * 3 + 2); // no character takes more than 3 bytes but the escaped, which ask again
        bytes[size++] = '"';
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x20 && c < 0x80) {
                if (c == '"' || c == '\\') {
                    ensure((length - i) * 3 + 3);
                    bytes[size++] = '\\';
                }
                bytes[size++] = (byte) c;
            } else if (c < 0x20) {
                ensure((length - i) * 3 + 7);
                control(c);
            } else if (c < 0x800) {
                bytes[size++] = (byte) (0xC0 | (c >> 6));
                bytes[size++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                three(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < length
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                four(Character.toCodePoint(c, value.charAt(++i)));
            } else {
                ensure((length - i) * 3 + 7);
                escape(c);
            }
        }
        bytes[size++] = '"';
        return this;
    }

    private void three(char c) {
        bytes[size++] = (byte) (0xE0 | (c >> 12));
        bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        bytes[size++] = (byte) (0x80 | (c & 0x3F));
    }

    private void four(int codePoint) {
        bytes[size++] = (byte) (0xF0 | (codePoint >> 18));
        bytes[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
        bytes[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        bytes[size++] = (byte) (0x80 | (codePoint & 0x3F));
    }

    private void control(char c) {
        char letter = switch (c) {
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\f' -> 'f';
            default -> 0;
        };
        if (letter == 0) {
            escape(c);
        } else {
            bytes[size++] = '\\';
            bytes[size++] = (byte) letter;
        }
    }

    private void escape(char c) {
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[size++] = HEX[(c >> shift) & 0xF];
        }
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }
}
