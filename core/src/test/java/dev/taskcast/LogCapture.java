package dev.taskcast;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Takes what is logged while it is open, instead of the console. */
public final class LogCapture implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.taskcast"); // kept, else its settings could be collected
    private final Level levelBefore = logger.getLevel();
    private final boolean parentsBefore = logger.getUseParentHandlers();
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler handler;

    private LogCapture(Consumer<LogRecord> first) {
        handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                first.accept(record);
                records.add(record);
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
        return open(record -> {});
    }

    /**
     * Opens one that does something with each record.
     *
     * @param first is called before the record is kept
     * @return to be closed
     */
    public static LogCapture open(Consumer<LogRecord> first) {
        return new LogCapture(first);
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
