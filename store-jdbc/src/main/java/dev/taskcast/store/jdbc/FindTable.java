package dev.taskcast.store.jdbc;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Wanted;
import dev.taskcast.store.codec.Draft;
import dev.taskcast.task.PagePlace;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the table of tasks. Each statement is prepared anew: there are as many as there are questions. Thread-safe. */
final class FindTable {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final String WHAT = "find tasks";

    private final Database database;
    private final Session session;

    FindTable(Database database) {
        this.database = database;
        session = database.finder();
    }

    /** What the rows are, how many were read, and where the last one stands. */
    record Read(List<TaskRow> rows, int count, @Nullable PagePlace last) {}

    /** What is done with a result. */
    private interface Reader<T extends @Nullable Object> {
        T read(ResultSet rows) throws SQLException;
    }

    FindSql sql(Wanted wanted) {
        return new FindSql(wanted, database.dialect(), database.statements().table("tasks"));
    }

    Read rows(FindSql sql) {
        return ask(sql, rows -> {
            List<TaskRow> read = new ArrayList<>();
            PagePlace last = null;
            int count = 0;
            while (rows.next()) {
                count++;
                last = new PagePlace(rows.getLong(5), rows.getLong(1));
                TaskRow row = row(rows);
                if (row != null) {
                    read.add(row);
                }
            }
            return new Read(read, count, last);
        });
    }

    /** Which rows can't be read was said when the store was opened. */
    private static @Nullable TaskRow row(ResultSet rows) throws SQLException {
        try {
            return Draft.read(rows.getBytes(4)).row(rows.getLong(1), rows.getLong(2), rows.getLong(3));
        } catch (RuntimeException unreadable) {
            LOG.log(System.Logger.Level.DEBUG, "A task that can't be read is on no page", unreadable);
            return null;
        }
    }

    @Nullable
    PagePlace place(FindSql sql) {
        return ask(sql, rows -> rows.next() ? new PagePlace(rows.getLong(2), rows.getLong(1)) : null);
    }

    boolean isThere(FindSql sql) {
        return ask(sql, ResultSet::next);
    }

    long number(FindSql sql) {
        return ask(sql, rows -> rows.next() ? rows.getLong(1) : 0);
    }

    private <T extends @Nullable Object> T ask(FindSql sql, Reader<T> reader) {
        return session.repeatable(WHAT, () -> {
            try (PreparedStatement statement = session.connection().prepareStatement(sql.sql())) {
                List<Object> values = sql.values();
                for (int i = 0; i < values.size(); i++) {
                    if (values.get(i) instanceof Long number) {
                        statement.setLong(i + 1, number);
                    } else {
                        statement.setString(i + 1, (String) values.get(i));
                    }
                }
                try (ResultSet rows = statement.executeQuery()) {
                    return reader.read(rows);
                }
            }
        });
    }
}
