package dev.taskcast.store.jdbc;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What pgjdbc hears on a connection, the one thing that JDBC has no words for. Found by name: the driver is the application's, and this
 * module need not be compiled against it.
 */
final class Notifications {
    private final Object driver;
    private final MethodHandle getNotifications;

    private Notifications(Object driver, MethodHandle getNotifications) {
        this.driver = driver;
        this.getNotifications = getNotifications;
    }

    /** Null where the driver is another one. */
    static @Nullable Notifications of(Connection connection) throws SQLException {
        for (ClassLoader loader : new @Nullable ClassLoader[] {
            Notifications.class.getClassLoader(), Thread.currentThread().getContextClassLoader()
        }) {
            try {
                Class<?> type = Class.forName("org.postgresql.PGConnection", false, loader);
                if (connection.isWrapperFor(type)) {
                    return new Notifications(connection.unwrap(type), method(type));
                }
            } catch (ReflectiveOperationException another) {
                // not there, or not as it is known
            }
        }
        return null;
    }

    private static MethodHandle method(Class<?> type) throws ReflectiveOperationException {
        Class<?> notifications = Class.forName("[Lorg.postgresql.PGNotification;", false, type.getClassLoader());
        return MethodHandles.publicLookup()
                .findVirtual(type, "getNotifications", MethodType.methodType(notifications, int.class))
                .asType(MethodType.methodType(Object[].class, Object.class, int.class));
    }

    /** Waits for a moment; true where something was heard. */
    boolean await(int millis) throws SQLException {
        try {
            @Nullable Object[] heard = (Object[]) getNotifications.invokeExact(driver, millis);
            return heard != null && heard.length > 0;
        } catch (SQLException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
