package dev.taskcast.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a task was submitted with, and what a run noted. Each task has one for as long as it is there, so it is kept once: as JSON where it
 * {@linkplain #packed is to outlive the JVM}, as the value itself where it {@linkplain #live is not}; and of a task that waits in a durable
 * store perhaps in its tables only: {@link #IN_STORE}. Immutable.
 */
public final class Payload {
    /** The largest payload: 256 KiB of JSON in UTF-8. */
    public static final int MAX_BYTES = 256 * 1024;

    /** Stands for any payload that is not in memory, and that the tables of the store have. Nothing but that can be said of it. */
    public static final Payload IN_STORE = new Payload(null, null, 0);

    private static final int OBJECT_BYTES = 40;

    private final byte @Nullable [] json;
    private final @Nullable Object value;
    private final int size;

    private Payload(byte @Nullable [] json, @Nullable Object value, int size) {
        this.json = json;
        this.value = value;
        this.size = size;
    }

    /**
     * Encodes a payload. With a codec the handler gets a decoded copy, so that no later change of the value shows.
     *
     * @param value any that the codec knows; without a codec null, string, number, boolean, list, map or record of these
     * @param codec or null
     * @return the payload, both as JSON and, without a codec, as the value
     * @throws IllegalArgumentException if it can't be encoded or is too large
     */
    public static Payload of(@Nullable Object value, @Nullable TaskCodec codec) {
        if (codec == null) {
            PlainCodec plain = new PlainCodec("payload", MAX_BYTES);
            Object copy = plain.copy(value);
            byte[] json = plain.json();
            return new Payload(json, value instanceof Record ? value : copy, json.length);
        }
        byte[] json = codec.encode(value);
        if (json.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "A task's payload must take at most " + MAX_BYTES + " bytes as JSON, got: " + json.length);
        }
        return restored(JsonReader.requireOneLine("payload", json));
    }

    /**
     * A payload as a store has kept it.
     *
     * @param json what {@link #json} gave
     * @return the payload
     */
    public static Payload restored(byte[] json) {
        return new Payload(json, null, json.length);
    }

    /**
     * Whether it is in the tables of the store only, from where it is to be fetched before it is used.
     *
     * @return true for {@link #IN_STORE}
     */
    @SuppressWarnings("ReferenceEquality") // the very one
    public boolean isInStore() {
        return this == IN_STORE;
    }

    /**
     * The same as JSON only, which is what other nodes and later lives of the store have of it. So a handler gets the same
     * wherever it runs: without a codec the plain values that the JSON stands for.
     *
     * @return the payload
     */
    public Payload packed() {
        return value == null ? this : restored(json());
    }

    /**
     * The same as the value only, where there is one. For who needs its JSON hardly ever.
     *
     * @return the payload
     */
    public Payload live() {
        return value == null ? this : new Payload(null, value, size);
    }

    /**
     * The value for a handler.
     *
     * @param type what it takes
     * @param codec decodes it where there is only the JSON
     * @param <T> that type
     * @return the payload
     * @throws IllegalArgumentException if it is, after all, of another type: the code has changed since it was submitted
     */
    public <T> @Nullable T value(Class<T> type, @Nullable TaskCodec codec) {
        if (codec != null) {
            return codec.decode(kept(), type);
        }
        Object fitting = PlainPayload.fit(value == null ? JsonReader.read(kept()) : value, type);
        if (fitting != null && !type.isInstance(fitting)) {
            throw new IllegalArgumentException("A payload must be of the type that its handler takes, " + type.getName()
                    + ", got: " + fitting.getClass().getName());
        }
        return type.cast(fitting);
    }

    /** The JSON, which is nobody else's to change. */
    private byte[] kept() {
        if (json != null) {
            return json;
        }
        if (isInStore()) {
            throw new IllegalStateException("A payload must be in memory to be used, got: one that only the store has");
        }
        PlainCodec plain = new PlainCodec("payload", MAX_BYTES);
        Object ignored = plain.copy(value);
        return plain.json();
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
     * @return bytes; 0 for one that is {@linkplain #isInStore in the store}, which takes nothing here
     */
    public int size() {
        return size;
    }

    /**
     * About how much of the heap it takes.
     *
     * @return bytes; 0 for one that is {@linkplain #isInStore in the store}
     */
    public long heapBytes() {
        return isInStore() ? 0 : OBJECT_BYTES + size;
    }

    /**
     * The payload as JSON.
     *
     * @return a fresh array
     */
    public byte[] json() {
        return kept().clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Payload that)) {
            return false;
        }
        boolean isKnown = !isInStore() && !that.isInStore();
        return isKnown ? Arrays.equals(kept(), that.kept()) : isInStore() == that.isInStore();
    }

    @Override
    public int hashCode() {
        return isInStore() ? 0 : Arrays.hashCode(kept());
    }
}
