package dev.taskcast.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Deletes the oldest blocks of the journal: those that are in the tables, and beyond what is kept for readers. */
final class Trimmer {
    private static final int BLOCKS = 200;
    private static final int MAX_ROUNDS = 20;

    private final Database database;
    private final int keep;
    private long first; // where the journal begins, at the earliest: dead rows before it need not be looked at

    Trimmer(Database database, int keep) {
        this.database = database;
        this.keep = keep;
    }

    /** Blocks' numbers count transitions. The block with the last one that may go stays whole, and so does the newest block of all. */
    void trim(long flushed, long next) {
        long before = Math.min(flushed, next - keep);
        boolean more = before > first;
        for (int round = 0; more && round < MAX_ROUNDS; round++) {
            more = database.tables().call("delete old events", () -> delete(before)) == BLOCKS;
        }
    }

    private int delete(long before) throws SQLException {
        PreparedStatement trim = database.prepare(database.tables(), "trim");
        trim.setLong(1, first);
        trim.setLong(2, before);
        trim.setInt(3, BLOCKS);
        int deleted = 0;
        try (ResultSet rows = trim.executeQuery()) {
            while (rows.next()) {
                deleted++;
                first = Math.max(first, rows.getLong(1));
            }
        }
        return deleted;
    }
}
