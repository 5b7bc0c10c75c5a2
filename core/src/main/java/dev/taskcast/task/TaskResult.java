package dev.taskcast.task;

import dev.taskcast.codec.JsonReader;
import dev.taskcast.codec.PlainCodec;
import dev.taskcast.codec.TaskCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a run gave as its result: JSON, and the plain values that it stands for. Only the JSON is kept. Immutable.
 */
public final class TaskResult {
    /** The largest result: 64 KiB of JSON in UTF-8. */
    public static final int MAX_BYTES = 64 * 1024;

    private final byte[] json;

    private TaskResult(byte[] json) {
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
        Object ignored = codec.copy(value);
        return new TaskResult(codec.json());
    }

    /**
     * Takes a result of any type that a codec knows; plain ones are taken as {@link #of(Object)} does.
     *
     * @param value the value
     * @param codec for what is not plain, or null
     * @return the result
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
        return new TaskResult(JsonReader.requireOneLine("result", json));
    }

    /**
     * A result as a store has kept it.
     *
     * @param json what {@link #jsonBytes} gave
     * @return the result
     */
    public static TaskResult restored(byte[] json) {
        return new TaskResult(json);
    }

    /**
     * The result as plain values, read from the JSON anew by each call.
     *
     * @return null, a {@code String}, {@code Number} or {@code Boolean}, or an unmodifiable {@code List} or
     *     {@code Map<String, ?>} of these; a record is a map of its components in their order. A number is an {@code Integer},
     *     {@code Long}, {@code Double}, {@code BigInteger} or {@code BigDecimal}: the first of these that holds it exactly
     */
    public @Nullable Object value() {
        return JsonReader.read(json);
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
