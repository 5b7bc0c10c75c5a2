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
     * A payload as a store has kept it.
     *
     * @param json what {@link #json} gave
     * @param plain the same as plain values, for where there is no codec
     * @return the payload
     */
    public static Payload restored(byte[] json, @Nullable Object plain) {
        return new Payload(json, plain);
    }

    /**
     * The value for a handler.
     *
     * @param type what it takes
     * @param codec decodes it where this JVM has only the JSON
     * @param <T> that type
     * @return the payload
     * @throws IllegalArgumentException if it is, after all, of another type: the code has changed since it was submitted
     */
    public <T> @Nullable T value(Class<T> type, @Nullable TaskCodec codec) {
        if (codec != null) {
            return codec.decode(json, type);
        }
        Object fitting = PlainPayload.fit(value, type);
        if (fitting != null && !type.isInstance(fitting)) {
            throw new IllegalArgumentException("A payload must be of the type that its handler takes, " + type.getName()
                    + ", got: " + fitting.getClass().getName());
        }
        return type.cast(fitting);
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
     * How much it takes as JSON.
     *
     * @return bytes
     */
    public int size() {
        return json.length;
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
