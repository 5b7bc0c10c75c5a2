package dev.taskcast.store.jdbc;

import static dev.taskcast.store.jdbc.Columns.Kind.BYTES;
import static dev.taskcast.store.jdbc.Columns.Kind.LONG;

import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.store.codec.StateReader;
import dev.taskcast.store.codec.StateWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The handlers that their tasks no longer tell of. Each method within a call of the session for tables. */
final class OrphanTable {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private final Database database;
    private final Session session;

    OrphanTable(Database database) {
        this.database = database;
        session = database.tables();
    }

    /** Writes what has become of some, by fence: empty for those that have returned. May be done twice. */
    void put(Map<Long, Optional<Orphan>> changed) throws SQLException {
        Columns set = new Columns(LONG, BYTES);
        Columns returned = Columns.ofLongs();
        changed.forEach((fence, orphan) ->
                orphan.ifPresentOrElse(there -> set.add(fence, StateWriter.orphan(there)), () -> returned.add(fence)));
        database.bulk(session, "putOrphans", set);
        database.bulk(session, "removeOrphans", returned);
    }

    /** All of them, by fence. One that can't be read is logged and left alone. */
    Map<Long, Orphan> read() throws SQLException {
        Map<Long, Orphan> orphans = new HashMap<>();
        try (ResultSet rows = database.prepare(session, "orphans").executeQuery()) {
            while (rows.next()) {
                try {
                    orphans.put(rows.getLong(1), StateReader.orphan(rows.getBytes(2)));
                } catch (RuntimeException unreadable) {
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "The handler of the run " + rows.getLong(1)
                                    + " can't be read, and is left alone in its table",
                            unreadable);
                }
            }
        }
        return orphans;
    }
}
