package dev.taskcast.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

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
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final int KIND = "{\"k\":\"".length();

    /** Takes the changes of a block. */
    interface Visitor {
        /**
         * Takes the next one.
         *
         * @param draft what it says
         * @param created which task
         * @param position its position; that of the transition that it comes after, where it takes none
         */
        void change(Draft draft, long created, long position);
    }

    static Block of(ResultSet row) throws SQLException {
        return new Block(
                row.getLong(1), row.getInt(2), row.getLong(3), row.getString(4), row.getLong(5), row.getBytes(6));
    }

    /** The number of the block after this one. */
    long next() {
        return next(number, transitions);
    }

    static long next(long number, int transitions) {
        return number + Math.max(1, transitions);
    }

    /** Reads the changes. One that can't be read is logged and passed by. */
    void read(Visitor visitor) {
        int from = lineEnd(0);
        long head = from == 0 ? position : head(from);
        long last = head;
        while (from < data.length) {
            int to = lineEnd(++from);
            boolean takesPosition = takesPosition(from);
            Draft draft = draft(from, to);
            if (takesPosition) {
                last = draft != null && draft.position() > 0 ? draft.position() : last + 1;
            }
            if (draft != null) {
                long at = takesPosition ? last : head - draft.baseDistance();
                visitor.change(draft, draft.kind().equals("m") ? at : head - draft.distance(), at);
            }
            from = to;
        }
    }

    private @Nullable Draft draft(int from, int to) {
        try {
            return Draft.read(data, from, to, node);
        } catch (RuntimeException unreadable) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "A change in block " + number + " of the journal can't be read, and is passed by",
                    unreadable);
            return null;
        }
    }

    private boolean takesPosition(int line) {
        int kind = line + KIND;
        return kind >= data.length || (data[kind] != 'a' && data[kind] != 'n');
    }

    private long head(int to) {
        try (Json json = Json.object(data, 0, to)) {
            for (String field = json.nextName(); field != null; field = json.nextName()) {
                if (field.equals("h")) {
                    return json.number();
                }
                json.skip();
            }
        }
        return position - transitions;
    }

    private int lineEnd(int from) {
        int end = from;
        while (end < data.length && data[end] != '\n') {
            end++;
        }
        return end;
    }
}
