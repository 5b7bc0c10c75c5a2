package dev.taskcast.store.jdbc;

import static dev.taskcast.store.jdbc.Columns.Kind.BYTES;
import static dev.taskcast.store.jdbc.Columns.Kind.TEXT;

import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.store.codec.LimitCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Limits as they are set, where that is not the usual. Each method within a call of the session for tables. */
final class LimitTable {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private final Database database;
    private final Session session;

    LimitTable(Database database) {
        this.database = database;
        session = database.tables();
    }

    /** Writes what has been set. May be done twice. */
    void put(Map<LimitId, LimitSetting> changed) throws SQLException {
        Columns set = new Columns(TEXT, BYTES);
        Columns cleared = new Columns(TEXT);
        changed.forEach((of, setting) -> {
            if (setting.equals(LimitSetting.NONE)) {
                cleared.add(LimitCodec.name(of));
            } else {
                set.add(LimitCodec.name(of), LimitCodec.setting(setting));
            }
        });
        database.bulk(session, "putLimits", set);
        database.bulk(session, "removeLimits", cleared);
    }

    /** All that are set. One that can't be read is logged and left alone. */
    Map<LimitId, LimitSetting> read() throws SQLException {
        Map<LimitId, LimitSetting> limits = new HashMap<>();
        try (ResultSet rows = database.prepare(session, "limits").executeQuery()) {
            while (rows.next()) {
                try {
                    limits.put(LimitCodec.id(rows.getString(1)), LimitCodec.setting(rows.getBytes(2)));
                } catch (RuntimeException unreadable) {
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "The limit " + rows.getString(1) + " can't be read, and is left alone in its table",
                            unreadable);
                }
            }
        }
        return limits;
    }
}
