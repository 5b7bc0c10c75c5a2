package dev.taskcast.store.jdbc;

import static dev.taskcast.store.jdbc.Columns.Kind.BYTES;
import static dev.taskcast.store.jdbc.Columns.Kind.TEXT;

import java.sql.ResultSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How the last runs of each type went. The last node to say something of a type is right. Thread-safe. */
final class CurveTable {
    private final Database database;

    CurveTable(Database database) {
        this.database = database;
    }

    void keep(Map<String, byte[]> changed) {
        Columns rows = new Columns(TEXT, BYTES);
        new TreeMap<>(changed).forEach(rows::add); // two nodes in the same order, or they would block each other
        Session session = database.side();
        session.repeatable("keep how runs went", () -> {
            database.bulk(session, "putCurves", rows);
            database.prepare(session, "trimCurves").executeUpdate();
            return true;
        });
    }

    Map<String, byte[]> read() {
        Session session = database.reader();
        return session.repeatable("read how runs went", () -> {
            Map<String, byte[]> curves = new LinkedHashMap<>();
            try (ResultSet rows = database.prepare(session, "curves").executeQuery()) {
                while (rows.next()) {
                    curves.put(rows.getString(1), rows.getBytes(2));
                }
            }
            return curves;
        });
    }
}
