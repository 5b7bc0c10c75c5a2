package dev.taskcast.store.jdbc;

import dev.taskcast.store.Applied;
import dev.taskcast.store.Changes;
import dev.taskcast.store.codec.Block;
import dev.taskcast.store.codec.BlockReader;
import dev.taskcast.store.codec.Decoder;
import dev.taskcast.store.codec.Draft;
import dev.taskcast.task.TaskProgress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads on in the journal: the blocks after the last one that this node knows, by which that one moves on, and what other nodes have
 * changed by them. Finds out where the database has lost what it had kept. For one thread at a time, the one that appends.
 */
final class JournalReader {
    private static final int PAGE = 100;
    private static final int MOST_ASKS = 20; // for a turn, before it is gone on without

    private final Database database;
    private final Session session;
    private final HeadTurn turn;
    private final String node;
    private final Unflushed unflushed;
    private final Room room;
    private final Consumer<Applied> onEach;
    private boolean refused; // the last append was
    private @Nullable Connection readOn; // another one may lead to another server
    private @Nullable Taking begun; // a block that could not be taken whole

    JournalReader(
            Database database, HeadTurn turn, String node, Unflushed unflushed, Room room, Consumer<Applied> onEach) {
        this.database = database;
        session = database.journal();
        this.turn = turn;
        this.node = node;
        this.unflushed = unflushed;
        this.room = room;
        this.onEach = onEach;
    }

    /** A block was appended, or refused: then there must be another one to read. */
    void appended(boolean isAdded) {
        refused = !isAdded;
    }

    /** The tables were read anew: it goes on from there. */
    void beginsAnew() {
        refused = false;
        begun = null;
    }

    /**
     * Reads all that there is after the last block that this node knows.
     *
     * @param changes is told of it
     * @param inTurn whether this node is to have the turn with the last of it
     * @return false where the journal no longer reaches back to there
     */
    boolean read(Changes changes, boolean inTurn) {
        Page page;
        int asks = inTurn ? MOST_ASKS : 0;
        do {
            room.requireToRead();
            boolean isAsking = asks-- > 0 && !turn.isHeld();
            page = session.repeatable("read on in the journal", () -> isAsking ? nextBlocksInTurn() : nextBlocks());
            if (!page.reachesBack()) {
                return false;
            }
            for (Block block : page.blocks()) {
                take(block, changes);
            }
        } while (page.hasMore());
        changes.upTo(unflushed.end().position());
        return true;
    }

    /** Where there can be no other node, one that has appended has taken the store from this one, for good. */
    private void requireOwn(Block block) {
        if (!database.dialect().isShared() && !block.node().equals(node)) {
            throw Failures.taken(database.dialect().database());
        }
    }

    /**
     * Some blocks.
     *
     * @param reachesBack whether the first of them is the one that this node needs next
     * @param hasMore whether it is to be read on
     */
    private record Page(List<Block> blocks, boolean reachesBack, boolean hasMore) {}

    /** Where the turn was waited for in vain and there is something to read, others take theirs: it is asked for again after that. */
    private Page nextBlocksInTurn() throws SQLException {
        if (!turn.isToBeAsked()) {
            return nextBlocks();
        }
        PreparedStatement query = turn.prepare("blocksAfter");
        bindEnd(query);
        ResultSet rows = turn.take(query);
        if (rows == null) {
            Page page = nextBlocks();
            if (page.blocks().isEmpty()) {
                turn.isStuck();
            }
            return new Page(page.blocks(), page.reachesBack(), !page.blocks().isEmpty());
        }
        boolean isRead = false;
        try {
            Page page = page(rows);
            isRead = true;
            return page;
        } finally {
            if (!isRead) {
                turn.isLost();
            }
        }
    }

    /** A block of the table. */
    static Block block(ResultSet row) throws SQLException {
        return new Block(
                row.getLong(1), row.getInt(2), row.getLong(3), row.getString(4), row.getLong(5), row.getBytes(6));
    }

    private Page nextBlocks() throws SQLException {
        PreparedStatement query = database.prepare(session, "blocksAfter");
        bindEnd(query);
        return page(query.executeQuery());
    }

    private void bindEnd(PreparedStatement query) throws SQLException {
        Unflushed.End end = unflushed.end();
        query.setLong(1, end.block());
        query.setString(2, end.node());
        query.setLong(3, end.token());
        query.setLong(4, end.block());
    }

    private Page page(ResultSet found) throws SQLException {
        Unflushed.End end = unflushed.end();
        List<Block> blocks = new ArrayList<>();
        boolean follows = true;
        try (ResultSet rows = found) {
            while (rows.next()) {
                blocks.add(block(rows));
                follows = rows.getBoolean(7);
            }
        }
        blocks.forEach(this::requireOwn);
        boolean isNext = blocks.isEmpty() || blocks.getFirst().number() == end.next();
        boolean lost = blocks.isEmpty()
                ? (refused || !session.isOn(readOn)) && !isThere(database, session, end)
                : !follows && comesAfterAnother(end.block(), blocks.getFirst());
        if (lost) {
            throw Failures.lost(database.dialect().database(), end.block());
        }
        refused = false;
        readOn = session.connection();
        return new Page(blocks, isNext && follows, blocks.size() == PAGE);
    }

    /** Whether there is no gap before it in which this node's end may have been: then it has never been there. */
    private boolean comesAfterAnother(long end, Block first) throws SQLException {
        PreparedStatement look = database.prepare(session, "blockUpTo");
        look.setLong(1, end);
        List<Block> before = blocks(look);
        return !before.isEmpty() && before.getFirst().next() == first.number();
    }

    /** All blocks that a query gives. */
    static List<Block> blocks(PreparedStatement query) throws SQLException {
        List<Block> blocks = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                blocks.add(block(rows));
            }
        }
        return blocks;
    }

    /** Whether the journal has a block, and it is the one that was meant. Within a call. */
    static boolean isThere(Database database, Session session, Unflushed.End end) throws SQLException {
        return isThere(database, session, end.block(), end.node(), end.token());
    }

    static boolean isThere(Database database, Session session, long block, String by, long token) throws SQLException {
        PreparedStatement look = database.prepare(session, "block");
        look.setLong(1, block);
        try (ResultSet row = look.executeQuery()) {
            return row.next() && row.getString(1).equals(by) && row.getLong(2) == token;
        }
    }

    /** Where this throws the block is read again, and what was taken of it is passed over. */
    private void take(Block block, Changes changes) {
        Taking taking = begun;
        if (taking == null || taking.block != block.number()) {
            taking = new Taking(block.number());
            begun = taking;
        }
        if (!block.node().equals(node)) {
            BlockReader.read(block, taking.visitor(changes));
        }
        if (taking.hasUnknown) {
            unflushed.unknownIn(block.number());
        }
        taking.foreign.forEach(onEach);
        unflushed.add(Unflushed.End.of(block), taking.foreign);
        begun = null;
    }

    /** How much of a block of another node was taken. */
    private static final class Taking {
        private final long block;
        private final List<Applied> foreign = new ArrayList<>();
        private int drafts;
        private boolean hasUnknown;

        Taking(long block) {
            this.block = block;
        }

        BlockReader.Visitor visitor(Changes changes) {
            int before = drafts;
            int[] seen = {0};
            return new BlockReader.Visitor() {
                @Override
                public void change(Draft draft, long created, long position) {
                    hasUnknown |= !draft.isKnown();
                    if (seen[0]++ >= before) {
                        take(Decoder.applied(draft, created, changes.find(created), position), changes);
                        drafts++;
                    }
                }

                @Override
                public void last(long fence, TaskProgress progress) {
                    changes.last(fence, progress);
                }
            };
        }

        private void take(@Nullable Applied applied, Changes changes) {
            if (applied == null) {
                return;
            }
            boolean isTaken = false;
            foreign.add(applied);
            try {
                changes.take(applied);
                isTaken = true;
            } finally {
                if (!isTaken) {
                    foreign.removeLast();
                }
            }
        }
    }
}
