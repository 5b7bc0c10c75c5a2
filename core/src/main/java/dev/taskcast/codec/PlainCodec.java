package dev.taskcast.codec;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies a value of plain Java types into immutable ones and writes its JSON, both in one walk, so that nothing larger
 * than the cap is ever built. For one value; not thread-safe.
 */
public final class PlainCodec {
    private static final int MAX_DEPTH = 64;

    private final String what;
    private final int maxBytes;
    private final JsonBuffer out = new JsonBuffer(64);

    /**
     * For one value.
     *
     * @param what the value is, for messages: result, payload
     * @param maxBytes the most that its JSON may take
     */
    public PlainCodec(String what, int maxBytes) {
        this.what = what;
        this.maxBytes = maxBytes;
    }

    /**
     * Copies and encodes.
     *
     * @param value null, string, number, boolean, list, map or record of these
     * @return an immutable copy, records as maps
     * @throws IllegalArgumentException if it holds anything else or is too large
     */
    public @Nullable Object copy(@Nullable Object value) {
        return copy(value, what, 0);
    }

    /**
     * The JSON of the value that was copied.
     *
     * @return UTF-8
     */
    public byte[] json() {
        return out.toByteArray();
    }

    private @Nullable Object copy(@Nullable Object value, String place, int depth) {
        if (depth > MAX_DEPTH) {
            throw refused("A task's " + what + " must have at most " + MAX_DEPTH + " levels, got: more, at "
                    + shortened(place));
        }
        Object copy = switch (value) {
            case null -> {
                out.raw("null");
                yield null;
            }
            case String text -> string(text);
            case Boolean flag -> {
                out.raw(flag ? "true" : "false");
                yield flag;
            }
            case Number number -> number(number, place);
            case List<?> list -> list(list, place, depth);
            case Map<?, ?> map -> map(map, place, depth);
            case Record fields -> map(components(fields, place), place, depth);
            default -> throw unsupported(value, place);
        };
        if (out.size() > maxBytes) {
            throw tooLarge();
        }
        return copy;
    }

    private String string(String text) {
        if (text.length() > maxBytes) {
            throw tooLarge();
        }
        out.string(text);
        return text;
    }

    private Number number(Number number, String place) {
        switch (number) {
            case Byte n -> out.number(n.longValue());
            case Short n -> out.number(n.longValue());
            case Integer n -> out.number(n.longValue());
            case Long n -> out.number(n.longValue());
            case Float n -> fraction(n.doubleValue(), n.toString(), place);
            case Double n -> fraction(n, n.toString(), place);
            case BigInteger n when n.bitLength() <= maxBytes -> out.raw(n.toString());
            case BigDecimal n
            when Math.abs((long) n.scale()) <= maxBytes && n.unscaledValue().bitLength() <= maxBytes ->
                out.raw(n.toString());
            case BigInteger n -> throw tooLarge();
            case BigDecimal n -> throw tooLarge();
            default -> throw unsupported(number, place);
        }
        return number;
    }

    /** A float is written by its own digits: as a double 0.1f would be 0.10000000149011612. */
    private void fraction(double value, String digits, String place) {
        if (!Double.isFinite(value)) {
            throw refused("A task's " + what + " must have finite numbers, got: " + value + ", at " + shortened(place));
        }
        if (value == Math.rint(value)) {
            out.number(value);
        } else {
            out.raw(digits);
        }
    }

    private List<@Nullable Object> list(List<?> list, String place, int depth) {
        List<@Nullable Object> copy = new ArrayList<>();
        out.raw("[");
        for (Object element : list) {
            if (!copy.isEmpty()) {
                out.raw(",");
            }
            copy.add(copy(element, place + "[" + copy.size() + "]", depth + 1));
        }
        out.raw("]");
        return Collections.unmodifiableList(copy);
    }

    private Map<String, @Nullable Object> map(Map<?, ?> map, String place, int depth) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        out.raw("{");
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw refused("A task's " + what + " must have strings as map keys, got: " + typeName(entry.getKey())
                        + ", at " + shortened(place));
            }
            if (!copy.isEmpty()) {
                out.raw(",");
            }
            string(key);
            out.raw(":");
            copy.put(key, copy(entry.getValue(), place + "." + key, depth + 1));
        }
        out.raw("}");
        return Collections.unmodifiableMap(copy);
    }

    private Map<String, @Nullable Object> components(Record fields, String place) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (RecordComponent component : fields.getClass().getRecordComponents()) {
            Method accessor = component.getAccessor();
            try {
                if (!accessor.canAccess(fields)) {
                    accessor.setAccessible(true);
                }
                values.put(component.getName(), accessor.invoke(fields));
            } catch (ReflectiveOperationException | InaccessibleObjectException | SecurityException e) {
                throw new IllegalArgumentException(
                        "A task's " + what + " must have records that can be read (public, or in a package opened to"
                                + " dev.taskcast.core), got: " + typeName(fields) + ", at " + shortened(place),
                        e);
            }
        }
        return values;
    }

    private IllegalArgumentException unsupported(Object value, String place) {
        return refused("A task's " + what + " must be null, a string, number, boolean, list, map or record, got: "
                + typeName(value) + ", at " + shortened(place));
    }

    private IllegalArgumentException tooLarge() {
        return refused("A task's " + what + " must take at most " + maxBytes + " bytes as JSON, got: more");
    }

    private static IllegalArgumentException refused(String message) {
        return new IllegalArgumentException(message);
    }

    private static String typeName(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getName();
    }

    private static String shortened(String place) {
        return place.length() <= 120 ? place : place.substring(0, 120) + "...";
    }
}
