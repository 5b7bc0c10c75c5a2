package dev.taskcast.store.jdbc;

import static dev.taskcast.store.jdbc.Columns.Kind.LONG;
import static dev.taskcast.store.jdbc.Columns.Kind.TEXT;

import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.UsedRates;
import dev.taskcast.store.codec.LimitCodec;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** How far rates are used up, as of a block of the journal. Each method within a call of the session for tables. */
final class RateTable {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final int PUTS_BETWEEN_TRIMS = 64;

    private final Database database;
    private final Session session;
    private int puts;

    RateTable(Database database) {
        this.database = database;
        session = database.tables();
    }

    /** Writes what has been used up; now and then it drops what nobody needs to know of any more. May be done twice. */
    void put(Lacking.Rates lacking) throws SQLException {
        if (lacking.isWhole()) {
            database.prepare(session, "removeAllRates").executeUpdate();
        }
        Columns set = new Columns(TEXT, LONG, LONG, LONG);
        Columns removed = new Columns(TEXT);
        lacking.uses()
                .forEach((of, to) -> to.ifPresentOrElse(
                        use -> set.add(LimitCodec.name(of), use.permits(), use.periodMillis(), use.fullNanos()),
                        () -> removed.add(LimitCodec.name(of))));
        database.bulk(session, "putRates", set);
        database.bulk(session, "removeRates", removed);
        if (set.size() > 0 && puts++ % PUTS_BETWEEN_TRIMS == 0) {
            PreparedStatement trim = database.prepare(session, "trimRates");
            trim.setLong(1, lacking.time() * 1_000_000);
            trim.executeUpdate();
        }
    }

    /** All of it. What can't be read is logged and left alone. */
    Map<LimitId, UsedRates.Use> read() throws SQLException {
        Map<LimitId, UsedRates.Use> uses = new HashMap<>();
        try (ResultSet rows = database.prepare(session, "rates").executeQuery()) {
            while (rows.next()) {
                try {
                    uses.put(
                            LimitCodec.id(rows.getString(1)),
                            new UsedRates.Use(Math.toIntExact(rows.getLong(2)), rows.getLong(3), rows.getLong(4)));
                } catch (RuntimeException unreadable) {
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "What is used up of the rate " + rows.getString(1)
                                    + " can't be read, and is left alone in its table",
                            unreadable);
                }
            }
        }
        return uses;
    }
}
