package dev.taskcast.spring.autoconfigure;

import dev.taskcast.spring.autoconfigure.TaskcastProperties.Store;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Chooses where tasks are kept. */
final class Stores {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private Stores() {}

    /**
     * What was chosen.
     *
     * @param store null for memory
     * @param source of the store; null where it is none of the application's
     */
    record Chosen(@Nullable TaskStore store, @Nullable DataSource source) {}

    /**
     * Chooses.
     *
     * @param wanted what the properties say
     * @param source the application's database, or null
     * @throws IllegalStateException where what is wanted can't be had
     */
    static Chosen choose(Store wanted, @Nullable DataSource source) {
        return switch (wanted.type()) {
            case MEMORY -> new Chosen(null, null);
            case SQLITE -> embedded(wanted.folder());
            case POSTGRESQL -> postgres(wanted, source);
            case AUTO -> any(wanted, source);
        };
    }

    private static Chosen any(Store wanted, @Nullable DataSource source) {
        if (wanted.folder() != null) {
            return embedded(wanted.folder());
        }
        String product = source == null ? null : product(source);
        if (source != null && "PostgreSQL".equals(product)) {
            return postgres(wanted, source);
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "Tasks are kept in memory, and end with the application: "
                        + (product == null ? "it has no DataSource" : "its database is " + product)
                        + ". Name a folder for SQLite (taskcast.store.folder), give it a PostgreSQL DataSource,"
                        + " or say that memory is right (taskcast.store.type=memory)");
        return new Chosen(null, null);
    }

    private static Chosen embedded(@Nullable Path folder) {
        if (folder == null) {
            throw new IllegalStateException("taskcast.store.type=sqlite needs a folder: set taskcast.store.folder");
        }
        return new Chosen(JdbcTaskStore.embedded(folder), null);
    }

    private static Chosen postgres(Store wanted, @Nullable DataSource source) {
        if (source == null) {
            throw new IllegalStateException("taskcast.store.type=postgresql needs a DataSource, and there is none");
        }
        JdbcTaskStore.Builder builder = JdbcTaskStore.builder(source).migrate(wanted.migrate());
        if (wanted.schema() != null) {
            builder.schema(wanted.schema());
        }
        if (wanted.tablePrefix() != null) {
            builder.tablePrefix(wanted.tablePrefix());
        }
        if (wanted.connections() != null) {
            builder.connections(wanted.connections());
        }
        return new Chosen(builder.build(), source);
    }

    private static String product(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return connection.getMetaData().getDatabaseProductName();
        } catch (SQLException e) {
            throw new IllegalStateException("The database that tasks are to be kept in does not answer", e);
        }
    }
}
