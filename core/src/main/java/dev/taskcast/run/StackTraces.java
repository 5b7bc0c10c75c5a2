package dev.taskcast.run;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Stack traces for those who look after tasks. */
final class StackTraces {
    private static final int MAX_CHARS = 16 * 1_024;

    private StackTraces() {}

    /** As it is printed, cut where it is long; somebody's own exception may fail at that, and then there is none. */
    static String text(Throwable thrown) {
        try {
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            StringBuffer all = text.getBuffer();
            return all.length() <= MAX_CHARS ? all.toString() : all.substring(0, MAX_CHARS);
        } catch (Throwable broken) {
            return thrown.getClass().getName();
        }
    }
}
