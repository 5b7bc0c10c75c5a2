package dev.taskcast.thread;

/**
 * Logs in places that must not fail: in the way of a thread that has to go on, or of others who are still to be told. A logger may throw
 * (there is no memory, or the exception's own {@code toString} fails): then less is said, or nothing.
 */
public final class SafeLog {
    private SafeLog() {}

    /** Has the class loaded while there is memory for that: one that is first used where there is none may never be loaded. */
    public static void ready() {}

    /**
     * Logs.
     *
     * @param log where
     * @param level how bad it is
     * @param before the message up to its subject, or all of it
     * @param subject put together with the rest here, where that may fail; empty for none
     * @param after the rest of the message
     * @param thrown what was thrown
     */
    public static void log(
            System.Logger log,
            System.Logger.Level level,
            String before,
            String subject,
            String after,
            Throwable thrown) {
        try {
            log.log(level, before + subject + after, thrown);
        } catch (Throwable broken) {
            withoutTrace(log, level, before, subject, after, thrown);
        }
    }

    private static void withoutTrace(
            System.Logger log,
            System.Logger.Level level,
            String before,
            String subject,
            String after,
            Throwable thrown) {
        try {
            log.log(level, before + subject + after + ": " + thrown.getClass().getName());
        } catch (Throwable broken) {
            // there is nowhere left to say so
        }
    }
}
