package dev.taskcast.store.jdbc;

import dev.taskcast.store.StoreException;
import java.sql.SQLException;
import java.util.Set;

/** Says what a driver's exception means to whoever runs the application. */
final class Failures {
    private static final Set<Integer> SQLITE_BUSY = Set.of(5, 6);
    /** Connections, transactions taken back, room, locks, operators. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57");

    private Failures() {}

    static StoreException of(String what, String database, SQLException cause) {
        String state = cause.getSQLState() == null ? "" : ", SQLSTATE " + cause.getSQLState();
        return new StoreException(
                "Can't " + what + ": " + database + " says: " + cause.getMessage() + " (code " + cause.getErrorCode()
                        + state + ")",
                cause);
    }

    /** Whether the same may go well a moment later: a lock is held, a server begins or ends. */
    static boolean mayPass(StoreException e) {
        if (!(e.getCause() instanceof SQLException cause)) {
            return false;
        }
        String state = cause.getSQLState();
        return state == null
                ? SQLITE_BUSY.contains(cause.getErrorCode() & 0xFF)
                : state.length() >= 2 && PASSING.contains(state.substring(0, 2));
    }

    static StoreException taken(String database) {
        return new StoreException(
                "Another process has opened " + database
                        + " while this one used it: this one may change nothing any more." + " End it",
                null);
    }

    static StoreException lost(String database, long block) {
        return new StoreException(
                database + " has lost what it had kept: block " + block
                        + " of its journal. It may be another server now, or an older copy",
                null);
    }
}
