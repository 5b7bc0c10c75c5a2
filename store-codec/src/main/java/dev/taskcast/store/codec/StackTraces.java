package dev.taskcast.store.codec;

import org.jspecify.annotations.Nullable;

/** Keeps stack traces short. */
public final class StackTraces {
    private static final int MAX_CHARS = 16 * 1024;

    private StackTraces() {}

    /**
     * As much of a stack trace as is kept.
     *
     * @param trace any, or null
     * @return its first 16,384 characters, or one less where a character would be cut in two; null for null
     */
    public static @Nullable String capped(@Nullable String trace) {
        if (trace == null || trace.length() <= MAX_CHARS) {
            return trace;
        }
        int end = Character.isHighSurrogate(trace.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
        return trace.substring(0, end);
    }
}
