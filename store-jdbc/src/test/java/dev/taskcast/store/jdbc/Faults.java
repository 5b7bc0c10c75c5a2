package dev.taskcast.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dialect whose connections can be reached, and whose answers can be lost. */
final class Faults {
    private final List<Connection> connections = new ArrayList<>();
    private final Dialect dialect;
    private volatile boolean loseAnswers;
    private volatile String left = "";

    Faults(Dialect real) {
        dialect = (Dialect) Proxy.newProxyInstance(
                Faults.class.getClassLoader(), new Class<?>[] {Dialect.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(left)) {
                        return null;
                    }
                    Object result = invoke(real, method, arguments);
                    return result instanceof Loan loan ? loan.by(connection(loan.connection())) : result;
                });
    }

    /** The dialect, but for something that it does. */
    Dialect without(String method) {
        left = method;
        return dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Updates are done, and their answers never come: the connection breaks. */
    void loseAnswers(boolean lose) {
        loseAnswers = lose;
    }

    /** Runs a statement on each connection that has been opened. */
    void onEach(String sql) {
        for (Connection connection : connections) {
            try {
                if (connection.isClosed()) {
                    continue;
                }
                PostgresDialect.execute(connection, sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The number that a query has as its answer on each connection that is open. */
    List<Integer> askEach(String sql) throws SQLException {
        List<Integer> answers = new ArrayList<>();
        for (Connection connection : connections) {
            if (!connection.isClosed()) {
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(sql)) {
                    answers.add(row.getInt(1));
                }
            }
        }
        return answers;
    }

    private Connection connection(Connection real) {
        connections.add(real);
        return (Connection) Proxy.newProxyInstance(
                Faults.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Object result = invoke(real, method, arguments);
                    return result instanceof PreparedStatement statement ? statement(statement, real) : result;
                });
    }

    private PreparedStatement statement(PreparedStatement real, Connection connection) {
        return (PreparedStatement) Proxy.newProxyInstance(
                Faults.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, (proxy, method, arguments) -> {
                    Object result = invoke(real, method, arguments);
                    if (loseAnswers && method.getName().equals("executeUpdate")) {
                        connection.close();
                        throw new SQLException("The answer was lost", "08006");
                    }
                    return result;
                });
    }

    private static @Nullable Object invoke(Object real, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
