package dev.taskcast.store.jdbc;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads one JSON object, field by field. For one object; not thread-safe. */
final class Json implements AutoCloseable {
    /** What was taken when it was written is taken when it is read: no limits but those that writing has. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();
    /** Plain values are nested less deep; a codec's may be deeper, and need no plain form. */
    private static final int MAX_DEPTH = 512;

    /** A value as it stands there, and as plain Java has it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Value(byte[] json, @Nullable Object plain) {}

    private final byte[] bytes;
    private final int offset;
    private final JsonParser parser;

    private Json(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.offset = from;
        parser = FACTORY.createParser(ObjectReadContext.empty(), bytes, from, to - from);
    }

    /** An object that has been entered. */
    static Json object(byte[] bytes, int from, int to) {
        Json json = new Json(bytes, from, to);
        json.enter();
        return json;
    }

    static Json object(byte[] bytes) {
        return object(bytes, 0, bytes.length);
    }

    /** What is one value, and nothing else. */
    static Value valueOf(byte[] bytes) {
        try (Json json = new Json(bytes, 0, bytes.length)) {
            return json.value();
        }
    }

    @Override
    public void close() {
        parser.close();
    }

    /** The next field's name, or null at the end of the object. */
    @Nullable
    String nextName() {
        return parser.nextName();
    }

    String string() {
        parser.nextToken();
        return parser.getString();
    }

    long number() {
        parser.nextToken();
        return parser.getLongValue();
    }

    double fraction() {
        parser.nextToken();
        return parser.getDoubleValue();
    }

    /** A field that is only written where it is set. */
    boolean flag() {
        parser.nextToken();
        parser.skipChildren();
        return true;
    }

    /** Passes by a field that a newer version has written. */
    void skip() {
        parser.nextToken();
        parser.skipChildren();
    }

    /** Enters the object that is the field's value. */
    void enter() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("An object must begin with {, got: " + parser.currentToken());
        }
    }

    /** Enters the array that is the field's value. */
    void enterArray() {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException("An array must begin with [, got: " + parser.currentToken());
        }
    }

    /** Goes to the array's next element; an object is entered by it. */
    boolean nextElement() {
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    List<String> strings() {
        enterArray();
        List<String> strings = new ArrayList<>();
        while (nextElement()) {
            strings.add(parser.getString());
        }
        return strings;
    }

    /** The strings in a field of an object. */
    static List<String> stringsIn(byte[] bytes, String field) {
        try (Json json = object(bytes)) {
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                if (name.equals(field)) {
                    return json.strings();
                }
                json.skip();
            }
        }
        return List.of();
    }

    /** Any value: its own bytes, and plain. */
    Value value() {
        parser.nextToken();
        int from = offset + (int) parser.currentTokenLocation().getByteOffset();
        Object plain = plain(0);
        int to = offset + (int) parser.currentLocation().getByteOffset();
        return new Value(Arrays.copyOfRange(bytes, from, to), plain);
    }

    private @Nullable Object plain(int depth) {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> fraction(parser.getDecimalValue());
            case START_ARRAY -> depth < MAX_DEPTH ? list(depth) : tooDeep();
            case START_OBJECT -> depth < MAX_DEPTH ? map(depth) : tooDeep();
            case null, default ->
                throw new IllegalArgumentException("A value must be JSON, got: " + parser.currentToken());
        };
    }

    private @Nullable Object tooDeep() {
        parser.skipChildren();
        return null;
    }

    private static Number fraction(BigDecimal exact) {
        double near = exact.doubleValue();
        return Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(exact) == 0
                ? (Number) near
                : exact;
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(plain(depth + 1));
        }
        return Collections.unmodifiableList(list);
    }

    private Map<String, @Nullable Object> map(int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            map.put(name, plain(depth + 1));
        }
        return Collections.unmodifiableMap(map);
    }
}
