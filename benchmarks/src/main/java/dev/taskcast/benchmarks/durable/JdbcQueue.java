package dev.taskcast.benchmarks.durable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the queues on a JDBC data source have in common. */
abstract class JdbcQueue implements JobQueue {

    // More of them than this make each queue slower on two cores.
    private static final int CONNECTIONS = 10;

    private final HikariDataSource source;

    JdbcQueue(Place place) {
        var config = new HikariConfig();
        config.setJdbcUrl(
                switch (place) {
                    case Place.Database database -> database.jdbcUrl();
                    case Place.Directory directory ->
                        "jdbc:h2:file:" + directory.path().resolve("jobs");
                });
        config.setMaximumPoolSize(CONNECTIONS);
        source = new HikariDataSource(config);
    }

    HikariDataSource source() {
        return source;
    }

    void run(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    boolean exists(String query) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT EXISTS (" + query + ")")) {
            result.next();
            return result.getBoolean(1);
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
