package dev.taskcast.run;

import java.io.PrintWriter;
import java.io.Writer;

/** Stack traces for those who look after tasks. */
final class StackTraces {
    static final int MAX_CHARS = 16 * 1_024;

    private StackTraces() {}

    /** As it is printed, cut where it is long; somebody's own exception may fail at that, and then there is none. */
    static String text(Throwable thrown) {
        try {
            Beginning text = new Beginning();
            thrown.printStackTrace(new PrintWriter(text));
            return text.kept();
        } catch (Throwable broken) {
            return thrown.getClass().getName();
        }
    }

    /** Keeps the beginning of what is written, and never more: a message may be huge. */
    private static final class Beginning extends Writer {
        private final StringBuilder kept = new StringBuilder();

        @Override
        public void write(char[] from, int offset, int length) {
            kept.append(from, offset, Math.min(length, MAX_CHARS - kept.length()));
        }

        @Override
        public void write(String from, int offset, int length) { // the inherited one copies it first
            kept.append(from, offset, offset + Math.min(length, MAX_CHARS - kept.length()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        String kept() {
            int last = kept.length() - 1;
            if (last == MAX_CHARS - 1 && Character.isHighSurrogate(kept.charAt(last))) {
                kept.setLength(last);
            }
            return kept.toString();
        }
    }
}
