package dev.taskcast.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a task was submitted with: as JSON, and as the value itself as long as this JVM has it. Immutable. */
public final class Payload {
    /** The largest payload: 256 KiB of JSON in UTF-8. */
    public static final int MAX_BYTES = 256 * 1024;

    private final byte[] json;
    private final @Nullable Object value;

    private Payload(byte[] json, @Nullable Object value) {
        this.json = json;
        this.value = value;
    }

    /**
     * Encodes a payload. With a codec the handler gets a decoded copy, so that no later change of the value shows.
     *
     * @param value any that the codec knows; without a codec null, string, number, boolean, list, map or record of these
     * @param codec or null
     * @return the payload
     * @throws IllegalArgumentException if it can't be encoded or is too large
     */
    public static Payload of(@Nullable Object value, @Nullable TaskCodec codec) {
        if (codec == null) {
            PlainCodec plain = new PlainCodec("payload", MAX_BYTES);
            Object copy = plain.copy(value);
            return new Payload(plain.json(), value instanceof Record ? value : copy);
        }
        byte[] json = codec.encode(value);
        if (json.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "A task's payload must take at most " + MAX_BYTES + " bytes as JSON, got: " + json.length);
        }
        return new Payload(json, null);
    }

    /**
     * The value for a handler.
     *
     * @param type what it takes
     * @param codec decodes it where this JVM has only the JSON
     * @param <T> that type
     * @return the payload
     */
    public <T> @Nullable T value(Class<T> type, @Nullable TaskCodec codec) {
        return codec == null ? type.cast(value) : codec.decode(json, type);
    }

    /**
     * Whether {@link #value} can give it.
     *
     * @param type what the handler takes
     * @param codec or null
     * @return false where there is no codec, and the copy that was made is of another type
     */
    public boolean fits(Class<?> type, @Nullable TaskCodec codec) {
        return codec != null || value == null || type.isInstance(value);
    }

    /**
     * The payload as JSON.
     *
     * @return a fresh array
     */
    public byte[] json() {
        return json.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Payload that && Arrays.equals(json, that.json);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(json);
    }
}
