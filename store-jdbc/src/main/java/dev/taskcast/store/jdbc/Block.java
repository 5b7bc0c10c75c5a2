package dev.taskcast.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A row of the journal.
 *
 * @param number its place; rising, with gaps
 * @param transitions how many of its changes take a position
 * @param position the newest position after it
 * @param node who wrote it
 * @param token tells it from the other blocks of this node
 * @param data see {@link BlockWriter}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Block(long number, int transitions, long position, String node, long token, byte[] data) {
    private static final byte[] NOTHING = {};

    static Block of(ResultSet row) throws SQLException {
        return new Block(
                row.getLong(1), row.getInt(2), row.getLong(3), row.getString(4), row.getLong(5), row.getBytes(6));
    }

    /** A block without changes. */
    static Block empty(long number, long position, String node) {
        return new Block(number, 0, position, node, 0, NOTHING);
    }

    /** The number of the block after this one: so the numbers say how many transitions there are between two blocks. */
    long next() {
        return number + Math.max(1, transitions);
    }
}
