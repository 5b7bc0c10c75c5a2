package dev.taskcast.store.jdbc;

import dev.taskcast.store.Inbox;
import dev.taskcast.store.Submitted;
import dev.taskcast.store.codec.BlockWriter;
import dev.taskcast.store.codec.Draft;
import dev.taskcast.task.StoreTransaction;
import dev.taskcast.task.TaskExistsException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks that were submitted in transactions of the application. Thread-safe. */
final class InboxTable implements Inbox {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private final Database database;

    InboxTable(Database database) {
        this.database = database;
    }

    @Override
    public void submit(StoreTransaction transaction, Submitted submitted) {
        if (!database.dialect().isShared()) {
            throw new UnsupportedOperationException(
                    "SQLite has one writer at a time: a transaction of the application would hold up every task. Submit after it,"
                            + " or use PostgreSQL");
        }
        if (!(transaction instanceof JdbcTransaction jdbc)) {
            throw new UnsupportedOperationException(
                    "A transaction must be one of JDBC, made by JdbcTransaction.of, got: "
                            + transaction.getClass().getName());
        }
        try {
            if (jdbc.connection().getAutoCommit()) {
                throw new IllegalArgumentException("The connection must not be in auto-commit mode, got: one that is");
            }
            insert(jdbc.connection(), submitted);
        } catch (SQLException e) {
            throw Failures.of(
                    "submit a task in a transaction", database.dialect().database(), e);
        }
    }

    private void insert(Connection transaction, Submitted submitted) throws SQLException {
        String id = submitted.identity().id();
        try (PreparedStatement insert =
                transaction.prepareStatement(database.statements().get("submit"))) {
            insert.setString(1, id);
            insert.setBytes(2, BlockWriter.submitted(submitted));
            try (ResultSet added = insert.executeQuery()) {
                if (!added.next()) {
                    throw new TaskExistsException(id);
                }
            }
        }
    }

    @Override
    public List<Submitted> submitted(int max) {
        if (!database.dialect().isShared()) {
            return List.of();
        }
        Session session = database.side();
        return session.repeatable("read submitted tasks", () -> {
            List<Submitted> found = new ArrayList<>();
            List<Long> bad = new ArrayList<>();
            PreparedStatement query = database.prepare(session, "submitted");
            query.setInt(1, max);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Submitted each = parse(rows.getLong(1), rows.getString(2), rows.getBytes(3));
                    if (each == null) {
                        bad.add(rows.getLong(1));
                    } else {
                        found.add(each);
                    }
                }
            }
            setAside(session, bad);
            return found;
        });
    }

    private static @Nullable Submitted parse(long number, String id, byte[] body) {
        try {
            return Draft.read(body).submitted(number);
        } catch (RuntimeException unreadable) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The submitted task \"" + id + "\" can't be read, and is set aside in the inbox",
                    unreadable);
            return null;
        }
    }

    private void setAside(Session session, List<Long> numbers) throws SQLException {
        for (long number : numbers) {
            PreparedStatement set = database.prepare(session, "setBad");
            set.setLong(1, number);
            set.executeUpdate();
        }
    }
}
