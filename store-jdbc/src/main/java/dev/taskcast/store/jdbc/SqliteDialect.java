package dev.taskcast.store.jdbc;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.store.StoreException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/** SQLite: a file in a folder that one process has for itself. */
final class SqliteDialect implements Dialect {
    private static final String FILE = "taskcast.db";
    private static final int CACHE_KIB = 16 * 1024;
    /** How long a lock of somebody else is waited for before that is an outage, in which everything is tried again. */
    private static final Duration BUSY = Duration.ofSeconds(2);

    private final Path folder;
    private @Nullable FolderLock lock;

    SqliteDialect(Path folder) {
        this.folder = folder;
    }

    @Override
    public void lookAround(Connection first, boolean isOnly) {}

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public String database() {
        return "SQLite in " + folder.resolve(FILE);
    }

    @Override
    public void occupy() {
        if (lock != null) {
            return;
        }
        try {
            Files.createDirectories(folder);
            lock = FolderLock.take(folder);
        } catch (IOException e) {
            throw new StoreException("Can't use the folder " + folder + ": " + e, e);
        }
    }

    @Override
    public Loan connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout((int) BUSY.toMillis());
        config.setCacheSize(-CACHE_KIB);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return Loan.ofOwn(open(folder.resolve(FILE), config));
    }

    /** As a URI, in which the path is escaped: else what follows a question mark in it are options. */
    static Connection open(Path file, SQLiteConfig config) throws SQLException {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath().toUri());
        return source.getConnection();
    }

    @Override
    public Place place(Connection connection, Options options) {
        return Place.of(options);
    }

    /** Only who is outside of this store ever holds a lock for long. */
    @Override
    public void answerWithin(Connection connection, Duration patience) throws SQLException {
        Duration shorter = patience.compareTo(BUSY) < 0 ? patience : BUSY;
        connection.unwrap(SQLiteConnection.class).setBusyTimeout((int) shorter.toMillis());
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public boolean isParallel() {
        return false;
    }

    @Override
    public void lockOut(Connection connection) {}

    @Override
    public void freeze(Connection connection) {}

    @Override
    public void relax(Connection connection) {}

    @Override
    public void sync(Connection connection, boolean onCommit) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = " + (onCommit ? "FULL" : "NORMAL"));
        }
    }

    @Override
    public void guard(Connection connection) {}

    @Override
    public void makeSchema(Connection connection, String schema) {}

    /** Its statements name the index. */
    @Override
    public void readByIndex(Connection connection) {}

    /** It has no numbers of its own to choose by: between an owner's tasks and those of some time it may take the latter. */
    @Override
    public String by(String table, String index) {
        return table + " INDEXED BY " + table + "_by_" + index;
    }

    @Override
    public void bulk(PreparedStatement statement, List<Object> columns) throws SQLException {
        int rows = Array.getLength(columns.getFirst());
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < columns.size(); i++) {
                set(statement, i + 1, columns.get(i), row);
            }
            statement.addBatch();
        }
        statement.executeBatch();
    }

    private static void set(PreparedStatement statement, int parameter, Object column, int row) throws SQLException {
        switch (column) {
            case long[] longs -> statement.setLong(parameter, longs[row]);
            case int[] ints -> statement.setInt(parameter, ints[row]);
            case String[] texts -> statement.setString(parameter, texts[row]);
            case byte[][] bytes -> statement.setBytes(parameter, bytes[row]);
            default -> throw new IllegalArgumentException("No column: " + column.getClass());
        }
    }

    @Override
    public Object list(Collection<String> texts) {
        JsonBuffer out = new JsonBuffer(64).raw("[");
        String comma = "";
        for (String text : texts) {
            out.raw(comma).string(text);
            comma = ",";
        }
        return new String(out.raw("]").toByteArray(), StandardCharsets.UTF_8);
    }

    @Override
    public Object list(long[] numbers) {
        return Arrays.toString(numbers);
    }

    @Override
    public int flushRows() {
        return 500;
    }

    @Override
    public @Nullable Listener listen(Database of, String node, Hints hints) {
        return null;
    }

    @Override
    public void close() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }
}
