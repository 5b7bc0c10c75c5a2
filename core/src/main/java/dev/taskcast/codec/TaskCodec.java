package dev.taskcast.codec;

import org.jspecify.annotations.Nullable;

/**
 * Makes JSON of payloads and results, and payloads of JSON, for types that are not plain. A port: {@code taskcast-jackson}
 * has one. Thread-safe.
 */
public interface TaskCodec {
    /**
     * Encodes a value.
     *
     * @param value a payload or result
     * @return one JSON value in UTF-8, without line breaks
     * @throws IllegalArgumentException if it can't; the message is for developers
     */
    byte[] encode(@Nullable Object value);

    /**
     * Decodes a payload. It comes from outside: no class may be chosen by what is in it.
     *
     * @param json one JSON value in UTF-8
     * @param type what it is to become
     * @param <T> that type
     * @return a value of the type, or null where the JSON is null
     * @throws IllegalArgumentException if it is not of this type; the message is shown to whoever sent it
     */
    <T> @Nullable T decode(byte[] json, Class<T> type);
}
