package dev.taskcast.store.jdbc;

import org.jspecify.annotations.Nullable;

/** Keeps stack traces short. */
final class StackTraces {
    private static final int MAX_CHARS = 16 * 1024;

    private StackTraces() {}

    static @Nullable String capped(@Nullable String trace) {
        if (trace == null || trace.length() <= MAX_CHARS) {
            return trace;
        }
        int end = Character.isHighSurrogate(trace.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
        return trace.substring(0, end);
    }
}
