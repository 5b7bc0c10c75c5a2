package dev.taskcast.store.jdbc;

import dev.taskcast.task.StoreTransaction;
import java.sql.Connection;
import java.util.Objects;

/**
 * The application's own transaction on a connection, for tasks that are submitted within it.
 *
 * <pre>{@code
 * tasks.submit(IMPORT, request, SubmitOptions.in(JdbcTransaction.of(connection)));
 * }</pre>
 *
 * <p>The connection stays the application's, which commits it, or rolls it back. It must be to the database that the tasks are
 * kept in, and not in auto-commit mode. As thread-safe as the connection.
 */
public final class JdbcTransaction implements StoreTransaction {
    private final Connection connection;

    private JdbcTransaction(Connection connection) {
        this.connection = connection;
    }

    /**
     * What is done on a connection until it is committed or rolled back.
     *
     * @param connection to the database that the tasks are kept in, not in auto-commit mode; that is looked at by the submit
     * @return its transaction
     */
    public static JdbcTransaction of(Connection connection) {
        return new JdbcTransaction(Objects.requireNonNull(connection, "connection"));
    }

    Connection connection() {
        return connection;
    }
}
