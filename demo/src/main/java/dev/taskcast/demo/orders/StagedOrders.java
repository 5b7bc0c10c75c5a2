package dev.taskcast.demo.orders;

import dev.taskcast.task.CancelSignal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Orders on their way into the database: written beside those that are there, which they replace when all of them have
 * come. An import that stops before that changes nothing for readers.
 */
final class StagedOrders implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement count;
    private final int read;
    private final int skipped;

    private StagedOrders(Connection connection, int read, int skipped) throws SQLException {
        this.connection = connection;
        insert = connection.prepareStatement(Sql.INSERT_ORDER.text());
        count = connection.prepareStatement(Sql.COUNT_STAGE.text());
        this.read = read;
        this.skipped = skipped;
    }

    /** An empty stage. */
    static StagedOrders begin(Connection connection, String name, CancelSignal signal) throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, Sql.BEGIN_IMPORT, signal);
        try (PreparedStatement insert = connection.prepareStatement(Sql.NAME_STAGE.text())) {
            insert.setString(1, name);
            insert.executeUpdate();
        }
        connection.commit();
        return new StagedOrders(connection, 0, 0);
    }

    /** The stage of an import that was cut off, or null where it is gone. */
    static @Nullable StagedOrders resume(Connection connection, String name) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement has = connection.prepareStatement(Sql.HAS_STAGE.text());
                ResultSet found = has.executeQuery()) {
            if (!found.next()) {
                return null;
            }
        }
        try (PreparedStatement find = connection.prepareStatement(Sql.FIND_STAGE.text())) {
            find.setString(1, name);
            try (ResultSet stage = find.executeQuery()) {
                return stage.next() ? new StagedOrders(connection, stage.getInt(1), stage.getInt(2)) : null;
            }
        } finally {
            connection.commit();
        }
    }

    /** How many rows of the file were read when this stage was found. */
    int read() {
        return read;
    }

    /** How many of these were malformed. */
    int skipped() {
        return skipped;
    }

    void add(Order order) throws SQLException {
        Order.Customer customer = order.customer();
        insert.setString(1, order.number());
        insert.setString(2, order.orderedOn().toString());
        insert.setString(3, customer.name());
        insert.setString(4, customer.email());
        insert.setString(5, customer.street());
        insert.setString(6, customer.postcode());
        insert.setString(7, customer.city());
        insert.setString(8, customer.country());
        insert.setString(9, order.product());
        insert.setInt(10, order.quantity());
        insert.setLong(11, order.unitPriceCents());
        insert.setString(12, order.note());
        insert.addBatch();
    }

    /** Commits what was added since the last call, and how far that is, together. */
    void commitBatch(int rowsRead, int rowsSkipped) throws SQLException {
        insert.executeBatch();
        count.setInt(1, rowsRead);
        count.setInt(2, rowsSkipped);
        count.executeUpdate();
        connection.commit();
    }

    /** Puts these orders in the place of those before, all at once. */
    void publish(CancelSignal signal) throws SQLException {
        execute(connection, Sql.END_IMPORT, signal);
        connection.commit();
    }

    private static void execute(Connection connection, Sql sql, CancelSignal signal) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            CancelSignal.Link link = signal.cancels(statement);
            try (link) {
                statement.executeUpdate(sql.text());
            }
        }
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        count.close();
    }
}
