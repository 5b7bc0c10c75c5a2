package dev.taskcast.store.jdbc;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What pgjdbc hears on a connection, the one thing that JDBC has no words for. Found by name: the driver is the application's, and this
 * module need not be compiled against it.
 */
final class Notifications {
    private static final Object[] NOTHING = {};

    private final Object driver;
    private final MethodHandle getNotifications;
    private final MethodHandle getParameter;

    private Notifications(Object driver, Class<?> type) throws ReflectiveOperationException {
        this.driver = driver;
        Class<?> notification = Class.forName("org.postgresql.PGNotification", false, type.getClassLoader());
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        getNotifications = lookup.findVirtual(
                        type, "getNotifications", MethodType.methodType(notification.arrayType(), int.class))
                .asType(MethodType.methodType(Object[].class, Object.class, int.class));
        getParameter = lookup.findVirtual(notification, "getParameter", MethodType.methodType(String.class))
                .asType(MethodType.methodType(String.class, Object.class));
    }

    /** Null where the driver is another one. */
    static @Nullable Notifications of(Connection connection) throws SQLException {
        Class<?> type = type(connection);
        try {
            return type == null ? null : new Notifications(connection.unwrap(type), type);
        } catch (ReflectiveOperationException another) {
            return null; // not as it is known
        }
    }

    /** The interface of pgjdbc's connections; null where the driver is another one. */
    private static @Nullable Class<?> type(Connection connection) throws SQLException {
        for (ClassLoader loader : new @Nullable ClassLoader[] {
            Notifications.class.getClassLoader(), Thread.currentThread().getContextClassLoader()
        }) {
            try {
                Class<?> type = Class.forName("org.postgresql.PGConnection", false, loader);
                if (connection.isWrapperFor(type)) {
                    return type;
                }
            } catch (ReflectiveOperationException another) {
                // not there
            }
        }
        return null;
    }

    /** Has pgjdbc name no statement on the server, where the next one may meet another session. Nothing where the driver is another one. */
    static void prepareNothing(Connection connection) throws SQLException {
        Class<?> type = type(connection);
        if (type == null) {
            return;
        }
        try {
            MethodHandle set = MethodHandles.publicLookup()
                    .findVirtual(type, "setPrepareThreshold", MethodType.methodType(void.class, int.class));
            set.invoke(connection.unwrap(type), 0);
        } catch (SQLException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable unknown) {
            throw new SQLException("The driver's statements can't be kept from being prepared", unknown);
        }
    }

    /** Waits for a moment; what was heard. */
    Set<String> await(int millis) throws SQLException {
        try {
            @Nullable Object[] heard = (Object[]) getNotifications.invokeExact(driver, millis);
            Set<String> all = new HashSet<>();
            for (Object each : heard == null ? NOTHING : heard) {
                all.add((String) getParameter.invokeExact(each));
            }
            return all;
        } catch (SQLException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
