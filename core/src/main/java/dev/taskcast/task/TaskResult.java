package dev.taskcast.task;

import dev.taskcast.codec.ResultCodec;
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
        ResultCodec codec = new ResultCodec(MAX_BYTES);
        Object copy = codec.copy(value);
        return new TaskResult(copy, codec.json());
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
