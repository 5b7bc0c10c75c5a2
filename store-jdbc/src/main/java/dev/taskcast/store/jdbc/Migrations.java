package dev.taskcast.store.jdbc;

import dev.taskcast.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Brings the tables up to the version that this code knows. In one transaction. */
final class Migrations {
    static final int VERSION = 11;

    private final Database database;

    Migrations(Database database) {
        this.database = database;
    }

    void run(Session session) throws SQLException {
        String schema = database.options().schema();
        if (schema != null && database.options().migrate()) {
            database.dialect().makeSchema(session.connection(), schema);
        }
        int version = version(session);
        if (version > VERSION) {
            throw new StoreException(
                    "The tables in " + database.dialect().database() + " are of version " + version
                            + ", and this Taskcast knows versions up to " + VERSION + ": it is too old for them",
                    null);
        }
        if (version < VERSION && !database.options().migrate()) {
            throw new StoreException(
                    "The tables in " + database.dialect().database() + " are of version " + version + ", not " + VERSION
                            + ", and the store may not migrate them: apply the migrations by hand",
                    null);
        }
        for (int next = version + 1; next <= VERSION; next++) {
            apply(session, next);
        }
    }

    private int version(Session session) throws SQLException {
        try (ResultSet row = database.prepare(session, "hasVersion").executeQuery()) {
            if (!row.next() || !row.getBoolean(1)) {
                return 0;
            }
        }
        return (int) database.number(session, "maxVersion");
    }

    private void apply(Session session, int version) throws SQLException {
        for (String sql : database.statements().migration(version)) {
            try (Statement statement = session.connection().createStatement()) {
                statement.execute(sql);
            }
        }
        PreparedStatement done = database.prepare(session, "addVersion");
        done.setInt(1, version);
        done.executeUpdate();
    }
}
