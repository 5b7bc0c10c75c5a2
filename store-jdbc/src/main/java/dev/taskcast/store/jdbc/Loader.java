package dev.taskcast.store.jdbc;

import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.UsedRates;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.RateFold;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.codec.Json;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what is there, as of one moment: the tables' rows, and over them the blocks that they lack. Of the blocks before these it reads as
 * many as are wanted for their transitions; of the tasks that rest as many as are wanted.
 */
final class Loader {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final int FETCH_ROWS = 2_000;
    private static final int FETCH_BLOCKS = 4;

    private final Database database;
    private final Session session;
    private final Unflushed unflushed;
    private final Gone gone;
    private final LineTable lines;
    private final Map<Long, TaskRow> rows = new HashMap<>();
    private final Map<LimitId, LimitSetting> limits = new HashMap<>();
    private final Map<Long, Orphan> orphans = new HashMap<>();
    private final Set<Long> aside = new HashSet<>(); // tasks that can't be read
    private final List<Long> lives = new ArrayList<>();
    private final RestCounts rests;
    private long birth;
    private long flushed;
    private long ratesBlock;
    private long ratesTime;

    Loader(Database database, Unflushed unflushed, Gone gone, LineTable lines) {
        this.database = database;
        session = database.tables();
        rests = new RestCounts(database);
        this.unflushed = unflushed;
        this.gone = gone;
        this.lines = lines;
    }

    /** How many tasks there are, for a message: 0 where that can't be said. */
    static long count(Database database) {
        Session session = database.tables();
        try {
            return session.call("count the tasks", () -> database.number(session, "countTasks"));
        } catch (StoreException | OutOfMemoryError unknown) {
            return 0;
        }
    }

    /**
     * Reads.
     *
     * @param opening how much is wanted
     * @param others the other nodes
     */
    Opened load(Opening opening, Set<String> others) {
        return load(opening.recent(), opening.ended(), opening.payloadBytes(), others);
    }

    /** Reads all that the tables lack, with no more of what they have than is needed for that. */
    void loadLacking() {
        Opened ignored = load(0, 0, 0, Set.of());
    }

    /**
     * Reads, of somebody who may want less.
     *
     * @param recent see {@link Opening#recent}
     * @param ended see {@link Opening#ended}
     * @param payloadBytes see {@link Opening#payloadBytes}
     * @param others the other nodes
     */
    Opened load(int recent, int ended, long payloadBytes, Set<String> others) {
        return session.transact("read what is there", () -> {
            database.dialect().freeze(session.connection());
            readStore();
            Blocks blocks = firstBlock(recent);
            readRows(firstResting(blocks, ended), payloadBytes);
            readGone();
            limits.putAll(new LimitTable(database).read());
            orphans.putAll(new OrphanTable(database).read());
            readRates();
            Replay replay = new Replay(new Replay.Kept(rows, limits, orphans, flushed), recent, unflushed, gone);
            replay(blocks.first(), replay);
            replay.removed().forEach(lines::remove);
            rests.withoutThose(replay.unheld());
            readProgress();
            List<TaskRow> all = new ArrayList<>(rows.values());
            all.sort(Comparator.comparingLong(TaskRow::created));
            List<Applied> newest = replay.recent();
            return new Opened(
                    birth,
                    unflushed.end().position(),
                    all,
                    newest,
                    livesSince(newest),
                    others,
                    Map.copyOf(limits),
                    List.copyOf(orphans.values()),
                    rests.list(),
                    unflushed.usedRates(),
                    now());
        });
    }

    private long now() throws SQLException {
        return database.dialect().isShared() ? database.number(session, "now") : 0;
    }

    private void readStore() throws SQLException {
        try (ResultSet row = query("store").executeQuery()) {
            if (!row.next()) {
                throw new StoreException("The tables in " + database.dialect().database() + " are empty", null);
            }
            birth = row.getLong(1);
            flushed = row.getLong(2);
            ratesBlock = row.getLong(4);
            ratesTime = row.getLong(5);
            unflushed.since(flushed);
            unflushed.counted(
                    Math.max(flushed, row.getLong(3))); // after a flush that was cut off, more than the tables have
        }
        try (ResultSet positions = query("lives").executeQuery()) {
            while (positions.next()) {
                lives.add(positions.getLong(1));
            }
        }
    }

    private PreparedStatement query(String name) throws SQLException {
        PreparedStatement query = database.prepare(session, name);
        query.setFetchSize(FETCH_ROWS);
        return query;
    }

    private void readRows(long resting, long payloadBytes) throws SQLException {
        RowReader.living(query("living"), rows, aside, payloadBytes);
        Map<Long, TaskRow> atRest = new HashMap<>();
        RowReader.rows(from("resting", resting), atRest, aside);
        rows.putAll(atRest);
        rests.read();
        rests.without(atRest.values());
        RowReader.notes(query("notesOfLiving"), rows);
        RowReader.notes(from("notesOfResting", resting), rows);
    }

    private PreparedStatement from(String statement, long position) throws SQLException {
        PreparedStatement query = query(statement);
        query.setLong(1, position);
        return query;
    }

    /** From where on tasks that rest are read: as many as are wanted, and all whose transitions are. */
    private long firstResting(Blocks blocks, int ended) throws SQLException {
        long first = ended == 0
                ? Long.MAX_VALUE
                : ended == Integer.MAX_VALUE ? 0 : RestTable.newest(database, session, ended);
        return Math.min(first, blocks.firstPosition());
    }

    /** Where the tables do not have them, it is as much as is known of the starts. */
    private void readRates() throws SQLException {
        UsedRates used = new UsedRates(new RateTable(database).read(), ratesTime);
        RateFold rates = new RateFold();
        boolean isLost = ratesBlock < flushed;
        if (isLost) {
            rates.begin(limits, used, rows.values());
        } else {
            rates.begin(limits, used);
        }
        unflushed.rates(rates, Math.max(ratesBlock, flushed), isLost);
    }

    private void readGone() throws SQLException {
        List<List<String>> newestFirst = new ArrayList<>();
        int count = 0;
        try (ResultSet chunks = query("gone").executeQuery()) {
            while (chunks.next() && count < Gone.MAX) {
                count += chunks.getInt(1);
                newestFirst.add(ids(chunks));
            }
        }
        newestFirst.reversed().forEach(ids -> ids.forEach(gone::add));
    }

    private static List<String> ids(ResultSet chunk) throws SQLException {
        try {
            return Json.stringsIn(chunk.getBytes(2), "d");
        } catch (RuntimeException unreadable) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Ids of tasks that are gone can't be read, and are left alone",
                    unreadable);
            return List.of();
        }
    }

    /** The first block that is read, and the position of its first transition. */
    private record Blocks(long first, long firstPosition) {}

    /** From where on the blocks are read: those that the tables lack, and those with the transitions that are wanted. */
    private Blocks firstBlock(int recent) throws SQLException {
        Blocks first = new Blocks(Long.MAX_VALUE, Long.MAX_VALUE);
        int transitions = 0;
        try (ResultSet blocks = query("blockSizes").executeQuery()) {
            while (blocks.next() && (first.first() > flushed || transitions < recent)) {
                first = new Blocks(blocks.getLong(1), blocks.getLong(3) - blocks.getInt(2) + 1);
                transitions += blocks.getInt(2);
            }
        }
        return first;
    }

    /** One after the other: a block may be as large as all that thousands of tasks have to say. */
    private void replay(long first, Replay replay) throws SQLException {
        PreparedStatement query = query("blocksFrom");
        query.setFetchSize(FETCH_BLOCKS);
        query.setLong(1, first);
        try (ResultSet blocks = query.executeQuery()) {
            while (blocks.next()) {
                replay.take(JournalReader.block(blocks));
            }
        }
    }

    private void readProgress() throws SQLException {
        Map<Long, TaskProgress> byFence = new HashMap<>();
        try (ResultSet nodes = query("allProgress").executeQuery()) {
            while (nodes.next()) {
                byFence.putAll(ProgressTable.read(nodes.getBytes(1)));
            }
        }
        rows.replaceAll((created, row) -> {
            TaskProgress progress = byFence.get(row.fence());
            return progress != null && row.state() instanceof TaskState.Running running
                    ? row.with(running.with(progress))
                    : row;
        });
    }

    /** From the life that the first of the recent transitions is in. */
    private List<Long> livesSince(List<Applied> recent) {
        long first = recent.isEmpty()
                ? unflushed.end().position()
                : recent.getFirst().position();
        int from = 0;
        while (from + 1 < lives.size() && lives.get(from + 1) < first) {
            from++;
        }
        return List.copyOf(lives.subList(from, lives.size()));
    }
}
