package dev.taskcast.testkit.http;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What anybody logs while it is open, from {@code INFO} on: frameworks log as the JDK does, or by way of it. */
final class AllLogs implements AutoCloseable {
    private final Logger root = Logger.getLogger("");
    private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private AllLogs() {
        root.addHandler(handler);
    }

    static AllLogs open() {
        return new AllLogs();
    }

    List<String> texts() {
        return records.stream()
                .map(record -> record.getLevel() + " " + record.getLoggerName() + ": " + record.getMessage() + " "
                        + record.getThrown())
                .toList();
    }

    @Override
    public void close() {
        root.removeHandler(handler);
    }
}
