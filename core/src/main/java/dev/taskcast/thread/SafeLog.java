package dev.taskcast.thread;

/**
 * A message for places that must not fail: in the way of a thread that has to go on, of a lock that is to be given back, or of others who are
 * still to be told. A logger may throw (there is no memory, or the exception's own {@code toString} fails): then less is said, or nothing.
 *
 * <p>To be a constant of the class that says it. A text that stands where it is said is made when it is first said; where there is no memory,
 * that would throw. Thread-safe.
 */
public final class SafeLog {
    private final System.Logger log;
    private final System.Logger.Level level;
    private final String before;
    private final String after;

    /**
     * A message about nothing in particular.
     *
     * @param log where it is logged
     * @param level how bad it is
     * @param message the message
     */
    public SafeLog(System.Logger log, System.Logger.Level level, String message) {
        this(log, level, message, "");
    }

    /**
     * A message about something.
     *
     * @param log where it is logged
     * @param level how bad it is
     * @param before the message up to what it is about
     * @param after the rest of it
     */
    public SafeLog(System.Logger log, System.Logger.Level level, String before, String after) {
        this.log = log;
        this.level = level;
        this.before = before;
        this.after = after;
    }

    /**
     * Logs. Throws nothing.
     *
     * @param thrown what was thrown
     */
    public void log(Throwable thrown) {
        log("", thrown);
    }

    /**
     * Logs. Throws nothing.
     *
     * @param subject what it is about
     * @param thrown what was thrown
     */
    public void log(String subject, Throwable thrown) {
        try {
            log.log(level, before + subject + after, thrown);
        } catch (Throwable broken) {
            withoutTrace(subject, thrown);
        }
    }

    private void withoutTrace(String subject, Throwable thrown) {
        try {
            log.log(level, before + subject + after + ": " + thrown.getClass().getName());
        } catch (Throwable broken) {
            // there is nowhere left to say so
        }
    }
}
