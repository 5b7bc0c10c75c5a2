package dev.taskcast;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Takes what is logged while it is open, instead of the console. */
public final class LogCapture implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.taskcast"); // kept, else its settings could be collected
    private final Level levelBefore = logger.getLevel();
    private final boolean parentsBefore = logger.getUseParentHandlers();
    private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();
    private final Handler handler;

    private LogCapture(Predicate<LogRecord> kept) {
        handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (kept.test(record)) {
                    records.add(record);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.ALL);
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    /**
     * Opens one.
     *
     * @return to be closed
     */
    public static LogCapture open() {
        return open(record -> true);
    }

    /**
     * Opens one that does not keep everything.
     *
     * @param kept is asked for each record, on the thread that logs it
     * @return to be closed
     */
    public static LogCapture open(Predicate<LogRecord> kept) {
        return new LogCapture(kept);
    }

    /**
     * What was logged.
     *
     * @param atLeast the lowest level that counts
     * @return in order
     */
    public List<LogRecord> records(Level atLeast) {
        return records.stream()
                .filter(record -> record.getLevel().intValue() >= atLeast.intValue())
                .toList();
    }

    /**
     * The messages that were logged.
     *
     * @param atLeast the lowest level that counts
     * @return in order
     */
    public List<String> messages(Level atLeast) {
        return records(atLeast).stream().map(LogRecord::getMessage).toList();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(parentsBefore);
        logger.setLevel(levelBefore);
    }
}
