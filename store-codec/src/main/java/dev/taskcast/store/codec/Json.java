package dev.taskcast.store.codec;

import dev.taskcast.codec.JsonReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object, field by field. For one object; not thread-safe. */
public final class Json {
    private final JsonReader reader;

    private Json(byte[] bytes, int from, int to) {
        reader = new JsonReader(bytes, from, to);
    }

    /** An object that has been entered. */
    static Json object(byte[] bytes, int from, int to) {
        Json json = new Json(bytes, from, to);
        json.enter();
        return json;
    }

    /** What is one value, and has not been entered. */
    static Json of(byte[] bytes) {
        return new Json(bytes, 0, bytes.length);
    }

    static Json object(byte[] bytes) {
        return object(bytes, 0, bytes.length);
    }

    /**
     * What is one value, and nothing else.
     *
     * @param bytes JSON, with or without white space around it
     * @return the value as it stands there
     * @throws IllegalArgumentException if it is none
     */
    public static byte[] valueOf(byte[] bytes) {
        JsonReader reader = new JsonReader(bytes, 0, bytes.length);
        byte[] value = reader.raw();
        reader.end();
        return value;
    }

    /** The next field's name, or null at the end of the object. */
    @Nullable
    String nextName() {
        return reader.nextName();
    }

    String string() {
        return reader.string();
    }

    long number() {
        return reader.number().longValue();
    }

    double fraction() {
        return reader.number().doubleValue();
    }

    /** A field that is only written where it is set. */
    boolean flag() {
        skip();
        return true;
    }

    /** Passes by a field that a newer version has written. */
    void skip() {
        Object ignored = reader.value();
    }

    /** Enters the object that is the field's value, or the array's element. */
    void enter() {
        reader.enter();
    }

    /** Enters the array that is the field's value. */
    void enterArray() {
        reader.enterArray();
    }

    /** Goes to the array's next element. */
    boolean nextElement() {
        return reader.nextElement();
    }

    List<String> strings() {
        enterArray();
        List<String> strings = new ArrayList<>();
        while (nextElement()) {
            strings.add(string());
        }
        return strings;
    }

    /**
     * The strings in a field of an object.
     *
     * @param bytes the object
     * @param field its name; what other fields have is passed by
     * @return none where there is no such field
     * @throws IllegalArgumentException if it is no object, or the field is no array of strings
     */
    public static List<String> stringsIn(byte[] bytes, String field) {
        Json json = object(bytes);
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (name.equals(field)) {
                return json.strings();
            }
            json.skip();
        }
        return List.of();
    }

    /** Any value, as it stands there. */
    byte[] value() {
        return reader.raw();
    }
}
