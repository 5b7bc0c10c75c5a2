package dev.taskcast.store.jdbc;

import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.NodeSign;
import dev.taskcast.store.Nodes;
import dev.taskcast.store.Renewal;
import dev.taskcast.store.StoreException;
import dev.taskcast.task.TaskNode;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What nodes say of themselves: that they are alive, and how they are. Thread-safe. */
final class NodeTable implements Nodes {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private final Database database;
    private final Session session;
    private final String node;
    private volatile BooleanSupplier isHearing = () -> false;
    private volatile boolean hasListener;
    private volatile boolean hasOthers;

    NodeTable(Database database, String node) {
        this.database = database;
        session = database.side();
        this.node = node;
    }

    /** This is who knows whether notifications come. */
    void ask(BooleanSupplier hearing) {
        isHearing = hearing;
        hasListener = true;
    }

    /** Whether there were other nodes when this one signed last. */
    boolean hasOthers() {
        return hasOthers;
    }

    @Override
    public Renewal renew(NodeAbout about) {
        if (!database.dialect().isShared()) {
            return Renewal.ALONE;
        }
        boolean hears = isHearing.getAsBoolean();
        Renewal renewal = session.repeatable("say that this node is alive", () -> {
            sign(about.hearing(hears ? TaskNode.Hearing.LISTENING : TaskNode.Hearing.POLLING));
            List<NodeSign> nodes = nodes();
            return new Renewal(database.number(session, "now"), nodes);
        });
        hasOthers = renewal.nodes().size() > 1;
        if (!hears && hasListener) {
            findOut();
        }
        return renewal;
    }

    /** The node has said that it is alive, whatever becomes of this. */
    private void findOut() {
        try {
            session.repeatable("find out whether notifications come", this::ping);
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.DEBUG, "Whether notifications come can't be found out", e);
        }
    }

    private void sign(NodeAbout about) throws SQLException {
        PreparedStatement renew = database.prepare(session, "renew");
        renew.setString(1, node);
        renew.setBoolean(2, about.isDrained());
        renew.setString(3, about.version());
        renew.setLong(4, about.since());
        renew.setInt(5, about.slots());
        renew.setInt(6, about.free());
        renew.setDouble(7, about.load());
        renew.setString(8, about.hearing().name());
        renew.setObject(9, database.dialect().list(about.types()));
        renew.executeUpdate();
    }

    private boolean ping() throws SQLException {
        PreparedStatement ping = database.prepare(session, "ping");
        ping.setString(1, PostgresListener.PING);
        return ping.execute();
    }

    private List<NodeSign> nodes() throws SQLException {
        List<NodeSign> signs = new ArrayList<>();
        try (ResultSet rows = database.prepare(session, "nodes").executeQuery()) {
            while (rows.next()) {
                signs.add(new NodeSign(
                        rows.getString(1),
                        rows.getLong(2),
                        rows.getLong(3),
                        rows.getLong(4),
                        rows.getBoolean(5),
                        about(rows)));
            }
        }
        return signs;
    }

    /** What stands in a row is for people: nothing that is wrong with it may keep a node from saying that it is alive. */
    private static NodeAbout about(ResultSet row) throws SQLException {
        String version = row.getString(6);
        if (version == null) {
            return NodeAbout.NOTHING;
        }
        return new NodeAbout(
                version,
                row.getLong(7),
                Math.max(0, row.getInt(8)),
                Math.max(0, row.getInt(9)),
                row.getBoolean(5),
                row.getDouble(10),
                types(row.getArray(12)),
                hearing(row.getString(11)));
    }

    private static List<String> types(@Nullable Array names) throws SQLException {
        return names == null
                ? List.of()
                : Stream.of((@Nullable Object[]) names.getArray())
                        .filter(Objects::nonNull)
                        .map(Object::toString)
                        .limit(NodeAbout.MOST_TYPES)
                        .toList();
    }

    /** A newer version may know other ways. */
    private static TaskNode.Hearing hearing(@Nullable String name) {
        for (TaskNode.Hearing each : TaskNode.Hearing.values()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return TaskNode.Hearing.UNKNOWN;
    }

    @Override
    public boolean drain(String name, boolean isDrained) {
        if (!database.dialect().isShared()) {
            return name.equals(node);
        }
        return session.repeatable("drain a node", () -> {
            PreparedStatement drain = database.prepare(session, "drain");
            drain.setBoolean(1, isDrained);
            drain.setString(2, name);
            return drain.executeUpdate() > 0;
        });
    }

    /** {@inheritDoc} How far their runs were, and what they told of them, goes with them. */
    @Override
    public void leave(Set<String> nodes) {
        session.repeatable("take leave of nodes", () -> {
            for (String gone : nodes) {
                delete("removeProgress", gone);
                if (database.dialect().isShared()) {
                    delete("leave", gone);
                }
            }
            if (database.dialect().isShared()) {
                database.prepare(session, "removeLive").executeUpdate();
            }
            return true;
        });
    }

    private void delete(String statement, String of) throws SQLException {
        PreparedStatement delete = database.prepare(session, statement);
        delete.setString(1, of);
        delete.executeUpdate();
    }
}
