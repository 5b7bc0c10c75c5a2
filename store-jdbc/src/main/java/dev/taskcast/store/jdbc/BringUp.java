package dev.taskcast.store.jdbc;

import static dev.taskcast.store.jdbc.Columns.Kind.LONG;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.codec.Draft;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Brings up rows that an older version has written, which lack the columns that tasks are found by. Each batch is a transaction, and an index
 * has the rows that are left: so it goes on where it was after a kill, and several nodes do no harm. A row that can't be read is left alone,
 * and passed over.
 */
final class BringUp {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final int BATCH = 2_000;
    private static final int BETWEEN_LOGS = 100_000;

    private final Database database;
    private final Session session;
    private int unreadable;

    BringUp(Database database) {
        this.database = database;
        session = database.side();
    }

    /** All of them. At the start, before anybody else writes; may take a while, and says so. */
    void all() {
        long behind = session.transact("count the rows of an older version", () -> {
            database.dialect().readByIndex(session.connection());
            return database.number(session, "countBehind");
        });
        if (behind == 0) {
            return;
        }
        log(0, behind);
        long done = 0;
        long said = 0;
        for (int batch = some(); batch > 0; batch = some()) {
            done += batch;
            if (done - said >= BETWEEN_LOGS) {
                said = done;
                log(done, behind);
            }
        }
        log(done, behind);
    }

    private void log(long done, long of) {
        LOG.log(
                System.Logger.Level.INFO,
                "Tasks in " + database.dialect().database()
                        + " that an older version has kept get the columns that they" + " are found by: " + done
                        + " of " + of);
    }

    /** The next of them. How many it has looked at; 0 where there are no more. */
    int some() {
        return session.transact("bring up rows of an older version", () -> {
            database.dialect().relax(session.connection());
            database.dialect().readByIndex(session.connection());
            Columns columns = Facts.columns(LONG, LONG);
            PreparedStatement query = database.prepare(session, "behind");
            query.setInt(1, BATCH);
            query.setInt(2, unreadable);
            int looked = 0;
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    looked++;
                    add(rows, columns);
                }
            }
            database.bulk(session, "bringUp", columns);
            unreadable = looked == 0 ? 0 : unreadable + looked - columns.size();
            return looked;
        });
    }

    private static void add(ResultSet rows, Columns columns) throws SQLException {
        try {
            TaskRow row = Draft.read(rows.getBytes(4)).row(rows.getLong(1), rows.getLong(2), rows.getLong(3));
            Facts.add(columns, row, row.created(), row.position());
        } catch (RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "A task that can't be read is not found either", broken);
        }
    }
}
