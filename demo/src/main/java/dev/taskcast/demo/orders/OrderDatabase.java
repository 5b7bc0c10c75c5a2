package dev.taskcast.demo.orders;

import dev.taskcast.demo.data.FileGuard;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;

/**
 * The database of orders. Readers are free; of writers there is one at a time, also when a canceled one has not ended
 * yet, and also when another process is on the same file. Thread-safe.
 */
final class OrderDatabase {
    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    private final Path file;
    private final ReentrantLock writing = new ReentrantLock();

    OrderDatabase(Path file) {
        this.file = file;
    }

    /** A connection of the caller's own. */
    Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    /** Waits for the writer before, if there is one; an interrupt ends the wait. */
    Writer write(Runnable onWait) throws InterruptedException, IOException, SQLException {
        if (!writing.tryLock()) {
            onWait.run();
            writing.lockInterruptibly();
        }
        try {
            FileGuard guard = FileGuard.lock(file.resolveSibling(file.getFileName() + ".lock"), onWait);
            try {
                return new Writer(connect(), guard);
            } catch (SQLException | RuntimeException e) {
                guard.close();
                throw e;
            }
        } catch (IOException | SQLException | RuntimeException e) {
            writing.unlock();
            throw e;
        }
    }

    /** The one that writes. To be closed by the thread that got it. */
    final class Writer implements AutoCloseable {
        private final Connection connection;
        private final FileGuard guard;

        private Writer(Connection connection, FileGuard guard) {
            this.connection = connection;
            this.guard = guard;
        }

        Connection connection() {
            return connection;
        }

        /** What was not committed is rolled back, and the next writer comes. */
        @Override
        public void close() throws SQLException, IOException {
            try (guard) {
                connection.close();
            } finally {
                writing.unlock();
            }
        }
    }
}
