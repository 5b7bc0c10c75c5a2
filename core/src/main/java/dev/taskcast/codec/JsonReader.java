package dev.taskcast.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link JsonBuffer} and {@link PlainCodec} write, and any other JSON: a value at once, as plain Java has
 * it, or field by field. Whole numbers are {@code Integer}, {@code Long} or {@code BigInteger}, the smallest that
 * holds them; others are {@code Double} where that is exact, else {@code BigDecimal}. Strings are what was written,
 * half of a surrogate pair included. Not thread-safe.
 */
public final class JsonReader {
    /** More than a plain value may have; for what a codec wrote. */
    private static final int MAX_DEPTH = 512;

    private final byte[] json;
    private final int end;
    private int at;

    /**
     * For a value that is read piece by piece.
     *
     * @param json UTF-8
     * @param from where it begins
     * @param to where it ends
     */
    public JsonReader(byte[] json, int from, int to) {
        this.json = json;
        at = from;
        end = to;
    }

    /**
     * Reads.
     *
     * @param json one value in UTF-8
     * @return null, a {@code String}, {@code Number} or {@code Boolean}, or an unmodifiable {@code List} or {@code Map} of these
     * @throws IllegalArgumentException if it is anything else, or has more than 512 levels
     */
    public static @Nullable Object read(byte[] json) {
        JsonReader reader = new JsonReader(json, 0, json.length);
        Object value = reader.value();
        reader.end();
        return value;
    }

    /**
     * Checks what a codec wrote, before anybody is told that it is kept: it is spliced into records of one line each.
     *
     * @param what the value is, for messages: result, payload
     * @param json to be one value in UTF-8, without line breaks
     * @return the same
     * @throws IllegalArgumentException if it is not
     */
    public static byte[] requireOneLine(String what, byte[] json) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            Object ignored = read(json);
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "A task's " + what + " must be written by its codec as one JSON value in UTF-8, got: " + e, e);
        }
        for (byte each : json) {
            if (each == '\n' || each == '\r') {
                throw new IllegalArgumentException("A task's " + what
                        + " must be written by its codec without line breaks, got: some. Turn off its indenting");
            }
        }
        return json;
    }

    /**
     * Reads the value that comes next.
     *
     * @return as {@link #read} gives it
     * @throws IllegalArgumentException if it is none
     */
    public @Nullable Object value() {
        space();
        return value(0);
    }

    /**
     * Reads the value that comes next, as it stands there.
     *
     * @return its own bytes
     * @throws IllegalArgumentException if it is none
     */
    public byte[] raw() {
        space();
        int from = at;
        Object ignored = value(0);
        return Arrays.copyOfRange(json, from, at);
    }

    /**
     * Enters the object that comes next.
     *
     * @throws IllegalArgumentException if something else does
     */
    public void enter() {
        space();
        expect('{');
    }

    /**
     * Enters the array that comes next.
     *
     * @throws IllegalArgumentException if something else does
     */
    public void enterArray() {
        space();
        expect('[');
    }

    /**
     * Goes to the next field of the object that was entered.
     *
     * @return its name, or null at the end of the object, which is left
     * @throws IllegalArgumentException if there is neither
     */
    public @Nullable String nextName() {
        if (!hasNext('}')) {
            return null;
        }
        String name = string();
        space();
        expect(':');
        return name;
    }

    /**
     * Goes to the next element of the array that was entered.
     *
     * @return false at the end of the array, which is left
     */
    public boolean nextElement() {
        return hasNext(']');
    }

    private boolean hasNext(char close) {
        space();
        if (peek() == close) {
            at++;
            return false;
        }
        if (peek() == ',') {
            at++;
            space();
        }
        return true;
    }

    /**
     * Makes sure that nothing follows.
     *
     * @throws IllegalArgumentException if something does
     */
    public void end() {
        space();
        if (at < end) {
            throw unexpected("an end");
        }
    }

    private @Nullable Object value(int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("JSON must have at most " + MAX_DEPTH + " levels, got: more");
        }
        return switch (peek()) {
            case '"' -> string();
            case '{' -> map(depth);
            case '[' -> list(depth);
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            default -> number();
        };
    }

    private @Nullable Object literal(String word, @Nullable Object value) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return value;
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        if (opensAndEnds('[', ']')) {
            return Collections.unmodifiableList(list);
        }
        do {
            space();
            list.add(value(depth + 1));
            space();
        } while (goesOn(']'));
        return Collections.unmodifiableList(list);
    }

    private Map<String, @Nullable Object> map(int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (opensAndEnds('{', '}')) {
            return Collections.unmodifiableMap(map);
        }
        do {
            space();
            String key = string();
            space();
            expect(':');
            space();
            map.put(key, value(depth + 1));
            space();
        } while (goesOn('}'));
        return Collections.unmodifiableMap(map);
    }

    private boolean opensAndEnds(char begin, char end) {
        expect(begin);
        space();
        if (peek() == end) {
            at++;
            return true;
        }
        return false;
    }

    private boolean goesOn(char end) {
        if (peek() == ',') {
            at++;
            return true;
        }
        expect(end);
        return false;
    }

    /**
     * Reads the string that comes next.
     *
     * @return as it was written
     * @throws IllegalArgumentException if something else does
     */
    public String string() {
        space();
        expect('"');
        int from = at;
        StringBuilder text = null; // where there are escapes
        while (peek() != '"') {
            if (json[at] == '\\') {
                text = (text == null ? new StringBuilder() : text).append(utf8(from, at));
                at++;
                text.append(escaped());
                from = at;
            } else if (json[at] >= 0 && json[at] < 0x20) {
                throw unexpected("a character");
            } else {
                at++;
            }
        }
        String last = utf8(from, at++);
        return text == null ? last : text.append(last).toString();
    }

    private String utf8(int from, int to) {
        return new String(json, from, to - from, StandardCharsets.UTF_8);
    }

    private char escaped() {
        char letter = peek();
        at++;
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw unexpected("an escape");
        };
    }

    /** Half of a surrogate pair is one as well. */
    private char unit() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw unexpected("a hexadecimal digit");
            }
            unit = unit << 4 | digit;
            at++;
        }
        return (char) unit;
    }

    /**
     * Reads the number that comes next.
     *
     * @return the smallest that holds it
     * @throws IllegalArgumentException if something else does
     */
    public Number number() {
        space();
        int from = at;
        if (peek() == '-') {
            at++;
        }
        int whole = at;
        digits();
        if (json[whole] == '0' && at > whole + 1) {
            throw unexpected("a number");
        }
        boolean fraction = false;
        if (at < end && json[at] == '.') {
            fraction = true;
            at++;
            digits();
        }
        if (at < end && (json[at] == 'e' || json[at] == 'E')) {
            fraction = true;
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        String text = new String(json, from, at - from, StandardCharsets.US_ASCII);
        return fraction ? fraction(new BigDecimal(text)) : whole(text);
    }

    private void digits() {
        int from = at;
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw unexpected("a value");
        }
    }

    private static Number whole(String digits) {
        if (digits.length() > 18) {
            BigInteger exact = new BigInteger(digits);
            return exact.bitLength() < Long.SIZE ? (Number) exact.longValue() : exact;
        }
        long value = Long.parseLong(digits);
        return value == (int) value ? (Number) (int) value : (Number) value;
    }

    private static Number fraction(BigDecimal exact) {
        double near = exact.doubleValue();
        return Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(exact) == 0
                ? (Number) near
                : exact;
    }

    private void space() {
        while (at < end && (json[at] == ' ' || json[at] == '\t' || json[at] == '\n' || json[at] == '\r')) {
            at++;
        }
    }

    private char peek() {
        if (at >= end) {
            throw unexpected("more");
        }
        return (char) (json[at] & 0xFF);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw unexpected("'" + wanted + "'");
        }
        at++;
    }

    private IllegalArgumentException unexpected(String wanted) {
        return new IllegalArgumentException("JSON must have " + wanted + " at byte " + at + ", got: "
                + (at < end ? "0x" + Integer.toHexString(json[at] & 0xFF) : "its end"));
    }
}
