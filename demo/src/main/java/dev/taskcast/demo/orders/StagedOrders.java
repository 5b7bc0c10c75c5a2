package dev.taskcast.demo.orders;

import dev.taskcast.task.CancelSignal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Orders on their way into the database: written beside those that are there, which they replace when all of them have
 * come. An import that stops before that changes nothing for readers.
 */
final class StagedOrders implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement insert;

    private StagedOrders(Connection connection, PreparedStatement insert) {
        this.connection = connection;
        this.insert = insert;
    }

    /** An empty stage. */
    static StagedOrders begin(Connection connection, CancelSignal signal) throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, Sql.BEGIN_IMPORT, signal);
        connection.commit();
        return new StagedOrders(connection, connection.prepareStatement(Sql.INSERT_ORDER.text()));
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

    /** Commits what was added since the last call. */
    void commitBatch() throws SQLException {
        insert.executeBatch();
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
    }
}
