package dev.taskcast.store.jdbc;

import dev.taskcast.store.LiveRun;
import dev.taskcast.store.LiveRuns;
import dev.taskcast.store.Watched;
import dev.taskcast.store.codec.LiveCodec;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What nodes tell each other of runs that somebody watches: each node's last writes, in as many rows, which it writes over in turn; and in
 * the row of each node what it watches. Thread-safe.
 */
final class LiveTable implements LiveRuns {
    /** What a hint begins with that says so: no name of a node does. */
    static final String WATCHES = "watch:";

    /** Sums of many of them are to stay below 2^63. */
    private static final long MOST_WATCH = 1L << 48;

    private final Database database;
    private final Session session;
    private final String node;
    private final AtomicLong number = new AtomicLong();
    private volatile Runnable hint = () -> {};

    LiveTable(Database database, String node) {
        this.database = database;
        session = database.side();
        this.node = node;
    }

    @Override
    public long watch(Watched watched) {
        long version = watched.isNothing() ? 0 : ThreadLocalRandom.current().nextLong(1, MOST_WATCH);
        session.transact("say what is watched here", () -> {
            database.dialect().relax(session.connection());
            PreparedStatement update = database.prepare(session, "watch");
            update.setLong(1, version);
            update.setBytes(2, watched.isNothing() ? null : LiveCodec.watched(watched));
            update.setString(3, node);
            update.setString(4, WATCHES + node);
            boolean ignored = update.execute();
            return true;
        });
        return version;
    }

    @Override
    public Watchers watchers() {
        return session.repeatable("read what is watched", () -> {
            PreparedStatement query = database.prepare(session, "watchers");
            query.setString(1, node);
            long version = 0;
            Map<String, Watched> byNode = new HashMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    version += rows.getLong(2);
                    byNode.put(rows.getString(1), LiveCodec.watched(rows.getBytes(3)));
                }
            }
            return new Watchers(version, byNode);
        });
    }

    @Override
    public Map<String, Long> newest() {
        return session.repeatable("read how often nodes have written", () -> {
            PreparedStatement query = database.prepare(session, "newestLive");
            query.setString(1, node);
            Map<String, Long> newest = new HashMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    newest.put(rows.getString(1), rows.getLong(2));
                }
            }
            return newest;
        });
    }

    /** {@inheritDoc} The table is not logged, so the commit waits for no disk. */
    @Override
    public long write(List<LiveRun> news) {
        long now = number.incrementAndGet();
        byte[] data = LiveCodec.news(news);
        return session.repeatable("write what is new of runs", () -> {
            PreparedStatement write = database.prepare(session, "writeLive");
            write.setString(1, node);
            write.setInt(2, (int) (now % KEPT));
            write.setLong(3, now);
            write.setBytes(4, data);
            write.setString(5, node);
            try (ResultSet row = write.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        });
    }

    @Override
    public List<Written> read(Map<String, Long> after) {
        if (after.isEmpty()) {
            return List.of();
        }
        List<String> nodes = List.copyOf(after.keySet());
        long[] numbers = nodes.stream().mapToLong(after::get).toArray();
        return session.repeatable("read what is new of runs", () -> {
            PreparedStatement query = database.prepare(session, "readLive");
            query.setObject(1, database.dialect().list(nodes));
            query.setObject(2, database.dialect().list(numbers));
            List<Written> all = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    all.add(new Written(rows.getString(1), rows.getLong(2), LiveCodec.news(rows.getBytes(3))));
                }
            }
            return all;
        });
    }

    @Override
    public void onWatch(Runnable then) {
        hint = then;
    }

    void hint() {
        hint.run();
    }
}
