package dev.taskcast.store.jdbc;

import dev.taskcast.store.StoreException;
import java.sql.SQLException;

/** Says what a driver's exception means to whoever runs the application. */
final class Failures {
    private Failures() {}

    static StoreException of(String what, String database, SQLException cause) {
        String state = cause.getSQLState() == null ? "" : ", SQLSTATE " + cause.getSQLState();
        return new StoreException(
                "Can't " + what + ": " + database + " says: " + cause.getMessage() + " (code " + cause.getErrorCode()
                        + state + ")",
                cause);
    }

    static StoreException lost(String database, long block) {
        return new StoreException(
                database + " has lost what it had kept: block " + block
                        + " of its journal. It may be another server now, or an older copy",
                null);
    }
}
