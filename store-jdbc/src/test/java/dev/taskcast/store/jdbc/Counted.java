package dev.taskcast.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** A pool that has so many connections, and says how many were out at once. Thread-safe. */
final class Counted {
    private final DataSource real;
    private final int size;
    private int out;
    private int most;
    private int refused;

    Counted(DataSource real, int size) {
        this.real = real;
        this.size = size;
    }

    /** How many were out at once at the most. */
    synchronized int most() {
        return most;
    }

    /** How many are out now. */
    synchronized int out() {
        return out;
    }

    /** How many were asked for in vain. */
    synchronized int refused() {
        return refused;
    }

    DataSource source() {
        return (DataSource) Proxy.newProxyInstance(
                Counted.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return connection();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Connection connection() throws SQLException {
        take();
        Connection connection = real.getConnection();
        AtomicBoolean isBack = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                Counted.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().matches("close|abort") && isBack.compareAndSet(false, true)) {
                        giveBack();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private synchronized void take() throws SQLException {
        if (out == size) {
            refused++;
            throw new SQLException("The pool has no connection left");
        }
        out++;
        most = Math.max(most, out);
    }

    private synchronized void giveBack() {
        out--;
    }
}
