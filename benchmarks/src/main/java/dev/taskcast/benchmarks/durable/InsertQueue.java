package dev.taskcast.benchmarks.durable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.IntStream;

/** Plain inserts, as the limit of what submission can be. */
final class InsertQueue extends JdbcQueue {

    InsertQueue(Place place) throws SQLException {
        super(place);
        run("CREATE TABLE IF NOT EXISTS jobs (id bigint PRIMARY KEY, payload text NOT NULL)");
    }

    @Override
    public void submit(int job) throws SQLException {
        try (Connection connection = source().getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO jobs VALUES (?, ?)")) {
            insert.setLong(1, job);
            insert.setString(2, JobQueue.payload(job));
            insert.executeUpdate();
        }
    }

    @Override
    public void submitAll(int first, int count) throws SQLException {
        Object[] ids =
                IntStream.range(first, first + count).mapToObj(Long::valueOf).toArray();
        Object[] payloads = IntStream.range(first, first + count)
                .mapToObj(JobQueue::payload)
                .toArray();
        try (Connection connection = source().getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO jobs SELECT * FROM unnest(?::bigint[], ?::text[])")) {
            insert.setArray(1, connection.createArrayOf("bigint", ids));
            insert.setArray(2, connection.createArrayOf("text", payloads));
            insert.executeUpdate();
        }
    }
}
