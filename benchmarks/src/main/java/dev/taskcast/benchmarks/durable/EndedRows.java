package dev.taskcast.benchmarks.durable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Fills a store's table with tasks that have ended, as a flush writes them, by SQL alone: one every 10 ms, of 20 types and 1,000 owners; one in
 * a hundred has failed. Runs take up to a minute, so that ends and durations are in another order than the tasks.
 */
final class EndedRows {
    static final long FIRST = 7_000_000_000L;
    static final long BEGIN = 1_700_000_000_000L;
    static final int MILLIS_BETWEEN = 10;
    static final int LONGEST_MILLIS = 60_000;
    private static final int PAYLOAD = 190;

    private EndedRows() {}

    /** The position that made a task. */
    static long created(long task) {
        return FIRST + 3 * task;
    }

    static long startedAt(long task) {
        return BEGIN + MILLIS_BETWEEN * task;
    }

    static void fill(String jdbcUrl, int tasks) throws SQLException {
        boolean isPostgres = jdbcUrl.startsWith("jdbc:postgresql");
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(isPostgres ? postgres(tasks) : sqlite(tasks));
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute(isPostgres ? "VACUUM ANALYZE" : "PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    /** Bytes on disk: of the table, and of its indexes; of SQLite all of it together. */
    static long[] size(String jdbcUrl) throws SQLException {
        String query = jdbcUrl.startsWith("jdbc:postgresql")
                ? "SELECT pg_table_size('taskcast_tasks'), pg_indexes_size('taskcast_tasks')"
                : "SELECT page_count * page_size, 0 FROM pragma_page_count(), pragma_page_size()";
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return new long[] {row.getLong(1), row.getLong(2)};
        }
    }

    /** As an older version has left them. */
    static void forgetColumns(String jdbcUrl) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE taskcast_tasks SET type = NULL, owner = NULL, tags = NULL, created_at = NULL,"
                    + " started_at = NULL, ended_at = NULL, duration = NULL, run = NULL, attempt = NULL, error_kind = NULL,"
                    + " facts = NULL");
            if (jdbcUrl.startsWith("jdbc:postgresql")) {
                statement.execute("VACUUM ANALYZE");
            }
        }
    }

    private static String postgres(int tasks) {
        return columns("convert_to(%s, 'UTF8')", "chr(31)") + " FROM (SELECT *, " + status()
                + " AS status FROM (SELECT " + numbers() + " FROM generate_series(1, " + tasks
                + ") AS s (n)) numbers) task";
    }

    private static String sqlite(int tasks) {
        return columns("CAST(%s AS BLOB)", "char(31)") + " FROM (SELECT *, " + status()
                + " AS status FROM (WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < " + tasks
                + ") SELECT " + numbers() + " FROM s) numbers) task";
    }

    private static String numbers() {
        return "CAST(n AS BIGINT) AS n, " + FIRST + " + 3 * CAST(n AS BIGINT) AS created, " + BEGIN + " + "
                + MILLIS_BETWEEN + " * CAST(n AS BIGINT) AS started, (CAST(n AS BIGINT) * 7919) % " + LONGEST_MILLIS
                + " AS took";
    }

    private static String status() {
        return "CASE n % 100 WHEN 0 THEN 'error' WHEN 1 THEN 'canceled' WHEN 2 THEN 'timed_out' ELSE 'completed' END";
    }

    private static String columns(String bytes, String separator) {
        String body =
                "'{\"i\":{\"d\":\"task-' || n || '\",\"y\":\"type-' || (n % 20) || '\",\"o\":\"owner-' || (n % 1000)"
                        + " || '\",\"g\":[\"tag-' || (n % 50) || '\"]},\"s\":\"' || status || '\",\"n\":1,\"t\":' || started"
                        + " || ',\"e\":' || (started + took) || CASE status WHEN 'error' THEN ',\"x\":\"It has failed\",\"xk\":"
                        + "\"java.io.IOException\"' ELSE '' END || ',\"ca\":' || started || ',\"y\":\""
                        + "x".repeat(PAYLOAD)
                        + "\"}'";
        return "INSERT INTO taskcast_tasks (created, position, fence, id, status, body, node, type, owner, tags, created_at,"
                + " started_at, ended_at, duration, run, attempt, error_kind, facts, rests) SELECT created, created + 2, created + 1,"
                + " 'task-' || n, status, " + bytes.formatted(body)
                + ", 'node', 'type-' || (n % 20), 'owner-' || (n % 1000), "
                + separator + " || 'tag-' || (n % 50) || " + separator
                + ", started, started, started + took, took, 1, 1,"
                + " CASE status WHEN 'error' THEN 'java.io.IOException' END, created + 2, created + 2";
    }
}
