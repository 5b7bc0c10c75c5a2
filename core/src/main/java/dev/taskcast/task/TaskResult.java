package dev.taskcast.task;

import dev.taskcast.codec.PlainCodec;
import dev.taskcast.codec.TaskCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a run gave as its result, as plain immutable values and as JSON. Immutable.
 */
public final class TaskResult {
    /** The largest result: 64 KiB of JSON in UTF-8. */
    public static final int MAX_BYTES = 64 * 1024;

    private final @Nullable Object value;
    private final byte[] json;

    private TaskResult(@Nullable Object value, byte[] json) {
        this.value = value;
        this.json = json;
    }

    /**
     * Takes a result: null, a string, a number, a boolean, or a list, map (with strings as keys) or record of these.
     *
     * @param value the value; it is copied, so that later changes of it do not show
     * @return the result
     * @throws IllegalArgumentException if the value holds anything else, a number that JSON does not have (NaN,
     *     infinite), more than 64 levels, or takes more than {@link #MAX_BYTES} as JSON; the message names the place
     */
    public static TaskResult of(@Nullable Object value) {
        PlainCodec codec = new PlainCodec("result", MAX_BYTES);
        Object copy = codec.copy(value);
        return new TaskResult(copy, codec.json());
    }

    /**
     * Takes a result of any type that a codec knows; plain ones are taken as {@link #of(Object)} does.
     *
     * @param value the value
     * @param codec for what is not plain, or null
     * @return the result; its {@link #value()} is null where the codec encoded it
     * @throws IllegalArgumentException if it can't be encoded, or takes more than {@link #MAX_BYTES}
     */
    public static TaskResult of(@Nullable Object value, @Nullable TaskCodec codec) {
        if (codec == null || value == null || value instanceof CharSequence || value instanceof Boolean) {
            return of(value);
        }
        byte[] json = codec.encode(value);
        if (json.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "A task's result must take at most " + MAX_BYTES + " bytes as JSON, got: " + json.length);
        }
        return new TaskResult(null, json);
    }

    /**
     * A result as a store has kept it.
     *
     * @param json what {@link #jsonBytes} gave
     * @param plain the same as plain values, or null where {@link #value()} was null
     * @return the result
     */
    public static TaskResult restored(byte[] json, @Nullable Object plain) {
        return new TaskResult(plain, json);
    }

    /**
     * The result as plain values.
     *
     * @return null, a {@code String}, {@code Number} or {@code Boolean}, or an unmodifiable {@code List} or
     *     {@code Map<String, ?>} of these; a record is a map of its components in their order
     */
    public @Nullable Object value() {
        return value;
    }

    /**
     * How much it takes as JSON.
     *
     * @return bytes
     */
    public int size() {
        return json.length;
    }

    /**
     * The result as JSON.
     *
     * @return one line, at most {@link #MAX_BYTES} long in UTF-8
     */
    public String json() {
        return new String(json, StandardCharsets.UTF_8);
    }

    /**
     * The result as JSON in UTF-8.
     *
     * @return a fresh array
     */
    public byte[] jsonBytes() {
        return json.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TaskResult that && Arrays.equals(json, that.json);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(json);
    }

    @Override
    public String toString() {
        return json();
    }
}
