package dev.taskcast.store.jdbc;

import dev.taskcast.store.NodeSign;
import dev.taskcast.store.Nodes;
import dev.taskcast.store.Renewal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What nodes say of themselves: that they are alive. Thread-safe. */
final class NodeTable implements Nodes {
    private final Database database;
    private final Session session;
    private final String node;
    private volatile boolean hasOthers;

    NodeTable(Database database, String node) {
        this.database = database;
        session = database.side();
        this.node = node;
    }

    /** Whether there were other nodes when this one signed last. */
    boolean hasOthers() {
        return hasOthers;
    }

    @Override
    public Renewal renew() {
        if (!database.dialect().isShared()) {
            return Renewal.ALONE;
        }
        Renewal renewal = session.repeatable("say that this node is alive", () -> {
            sign();
            List<NodeSign> nodes = nodes();
            return new Renewal(database.number(session, "now"), nodes);
        });
        hasOthers = renewal.nodes().size() > 1;
        return renewal;
    }

    private void sign() throws SQLException {
        PreparedStatement renew = database.prepare(session, "renew");
        renew.setString(1, node);
        renew.executeUpdate();
    }

    private List<NodeSign> nodes() throws SQLException {
        List<NodeSign> signs = new ArrayList<>();
        try (ResultSet rows = database.prepare(session, "nodes").executeQuery()) {
            while (rows.next()) {
                signs.add(new NodeSign(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getLong(4)));
            }
        }
        return signs;
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
