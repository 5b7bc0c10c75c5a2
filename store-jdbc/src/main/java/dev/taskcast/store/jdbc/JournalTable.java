package dev.taskcast.store.jdbc;

import dev.taskcast.store.Applied;
import dev.taskcast.store.Batch;
import dev.taskcast.store.Changes;
import dev.taskcast.store.Journal;
import dev.taskcast.store.Opened;
import dev.taskcast.store.codec.Block;
import dev.taskcast.store.codec.BlockWriter;
import dev.taskcast.store.codec.Decoder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The journal's end: appends to it, and has a {@link JournalReader} read on. A block's number follows from the one before it, and is the
 * primary key. So of two blocks on the same head the second is refused, by one statement that is a transaction by itself. For one thread at
 * a time.
 */
final class JournalTable implements Journal {
    /**
     * What is beside the journal.
     *
     * @param onEach told of each change that is kept, this node's and others'
     * @param hasOthers whether there are other nodes
     * @param anew reads the tables anew
     */
    record Around(Consumer<Applied> onEach, BooleanSupplier hasOthers, ReadAnew anew) {}

    private static final long NONE = -1;

    private final Database database;
    private final Session session;
    private final HeadTurn turn;
    private final JournalReader reader;
    private final AtomicLong appends = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final String node;
    private final Unflushed unflushed;
    private final Room room;
    private final Around around;
    private final List<Runnable> hints = new CopyOnWriteArrayList<>();
    private long unsent = NONE; // the newest batch, where nothing of it has been given to the database

    JournalTable(Database database, String node, Unflushed unflushed, Room room, Around around) {
        this.database = database;
        session = database.journal();
        turn = new HeadTurn(database, session);
        this.node = node;
        this.unflushed = unflushed;
        this.room = room;
        this.around = around;
        reader = new JournalReader(database, turn, node, unflushed, room, around.onEach());
    }

    @Override
    public void onHint(Runnable hint) {
        hints.add(hint);
    }

    /** Another node has appended. */
    void hint() {
        hints.forEach(Runnable::run);
    }

    @Override
    public boolean heedsPatience() {
        return true;
    }

    @Override
    public boolean append(Batch batch) {
        return appendWithin(batch, null);
    }

    @Override
    public boolean append(Batch batch, Duration patience) {
        return appendWithin(batch, patience);
    }

    private boolean appendWithin(Batch batch, @Nullable Duration patience) {
        unsent = batch.token(); // until it is on its way
        if (!room.isThere()) {
            turn.end(); // nobody waits for this node's flush
        }
        room.await(patience);
        long flushed = unflushed.flushedPosition();
        if (batch.head() != unflushed.end().position()) {
            return false;
        }
        Block block = block(batch);
        String what = "append to the journal";
        unsent = NONE;
        boolean added;
        if (turn.isHeld()) {
            added = session.call(what, () -> insertInTurn(batch, block));
        } else if (!batch.submitted().isEmpty()) {
            added = session.transact(what, () -> insertAndTake(batch, block));
        } else {
            added = patience == null
                    ? session.call(what, () -> insert(block))
                    : session.callWithin(patience, what, left -> insert(block, left));
        }
        appends.incrementAndGet();
        if (!added) {
            refusals.incrementAndGet();
        }
        reader.appended(added);
        if (added) {
            kept(batch, block);
            unflushed.certain(flushed); // what is on disk takes along what was written before it
        }
        return added;
    }

    private boolean insertAndTake(Batch batch, Block block) throws SQLException {
        database.dialect().guard(session.connection());
        if (take(batch.submitted()) && insert(block)) {
            return true;
        }
        session.rollback();
        return false;
    }

    /** Somebody without a turn may be about to append at the same time: then this block is refused as well. */
    private boolean insertInTurn(Batch batch, Block block) throws SQLException {
        if (turn.isGone()) {
            return false; // it is decided once more, and not half in a transaction
        }
        try {
            if (batch.submitted().isEmpty()) {
                PreparedStatement insert = turn.prepareLast("appendAndNotify");
                bindToNotify(insert, block, true);
                return turn.last(insert);
            }
            boolean isAdded = take(batch.submitted()) && insert(block, true);
            if (isAdded) {
                turn.commit();
            } else { // what was taken is still to be taken by somebody
                turn.takeBack();
            }
            return isAdded;
        } catch (SQLException e) {
            if (!HeadTurn.isTooLate(e)) {
                throw e;
            }
            turn.takeBack();
            return false;
        }
    }

    private Block block(Batch batch) {
        int transitions = 0;
        for (Applied applied : batch.changes()) {
            transitions += Decoder.isTransition(applied) ? 1 : 0;
        }
        return new Block(
                unflushed.end().next(), transitions, batch.last(), node, batch.token(), BlockWriter.block(batch, node));
    }

    /** The end moves last: where this throws, it is found out that the block was kept, and all is taken note of once more. */
    private void kept(Batch batch, Block block) {
        batch.changes().forEach(around.onEach());
        unflushed.add(Unflushed.End.of(block), batch.changes());
    }

    private boolean insert(Block block, Duration patience) throws SQLException {
        Connection connection = session.connection();
        database.dialect().answerWithin(connection, patience);
        boolean added = insert(block);
        database.dialect().answerWithin(connection, Dialect.PATIENCE);
        return added;
    }

    private boolean insert(Block block) throws SQLException {
        return insert(block, turn.isForced());
    }

    /**
     * Nothing is added where the block has been taken, or the one before it is no longer the one that this node knows.
     *
     * @param isForced whether to add it although somebody else may have the turn
     */
    private boolean insert(Block block, boolean isForced) throws SQLException {
        boolean hasOthers = around.hasOthers().getAsBoolean(); // who are to be told of a new block
        PreparedStatement insert = database.prepare(session, hasOthers ? "appendAndNotify" : "append");
        if (!hasOthers) {
            bind(insert, block, unflushed.end());
            return insert.executeUpdate() == 1;
        }
        bindToNotify(insert, block, isForced);
        try (ResultSet told = insert.executeQuery()) {
            return told.next();
        }
    }

    private void bindToNotify(PreparedStatement insert, Block block, boolean isForced) throws SQLException {
        bind(insert, block, unflushed.end());
        insert.setBoolean(10, isForced);
        insert.setString(11, node);
    }

    /** Sets a block to be added, and the one that it comes after. */
    static void bind(PreparedStatement insert, Block block, Unflushed.End before) throws SQLException {
        insert.setLong(1, block.number());
        insert.setInt(2, block.transitions());
        insert.setLong(3, block.position());
        insert.setString(4, block.node());
        insert.setLong(5, block.token());
        insert.setBytes(6, block.data());
        insert.setLong(7, before.block());
        insert.setString(8, before.node());
        insert.setLong(9, before.token());
    }

    /** Takes submitted tasks out of the inbox; all of them, or it is to be taken back. */
    private boolean take(List<Long> numbers) throws SQLException {
        PreparedStatement take = database.prepare(session, "takeSubmitted");
        take.setObject(1, numbers.stream().mapToLong(Long::longValue).toArray());
        return take.executeUpdate() == numbers.size();
    }

    /**
     * Whether the block is there. If not, its place is taken by an empty one: a statement that is still on its way over a lost connection
     * then adds nothing.
     */
    @Override
    public boolean isKept(Batch batch) {
        if (batch.token() == unsent) {
            return false;
        }
        Block block = block(batch);
        boolean kept = session.repeatable("look whether a batch was kept", () -> {
            if (JournalReader.isThere(database, session, block.number(), node, block.token())) {
                return true;
            }
            if (!database.dialect().isShared()) {
                return false; // a statement ends with its call
            }
            Block empty = Block.empty(block.number(), unflushed.end().position(), node);
            if (insert(empty, true)) { // whoever has the turn: else what is on its way could still be added
                unflushed.add(Unflushed.End.of(empty), List.of());
                return false;
            }
            return JournalReader.isThere(database, session, block.number(), node, block.token());
        });
        if (kept) {
            kept(batch, block);
        }
        return kept;
    }

    @Override
    public boolean read(long after, Changes changes) {
        return reader.read(changes, false);
    }

    @Override
    public boolean readInTurn(long after, Changes changes) {
        return reader.read(changes, true);
    }

    @Override
    public void endTurn() {
        turn.end();
    }

    /** How appending goes. */
    HeadStats stats() {
        return new HeadStats(appends.get(), refusals.get(), turn.taken(), turn.missed());
    }

    @Override
    public Opened readAnew(int ended, long payloadBytes) {
        return around.anew().read(ended, payloadBytes, read -> {
            unflushed.beginAnew(read);
            reader.beginsAnew();
        });
    }
}
