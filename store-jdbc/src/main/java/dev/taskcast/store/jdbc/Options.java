package dev.taskcast.store.jdbc;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a store uses its database.
 *
 * @param prefix what its tables' names begin with
 * @param schema where its tables are, or null for where the connection looks
 * @param migrate whether it makes and alters its tables
 * @param keepEvents how many transitions the journal keeps
 * @param connections how many it may hold, where the database is shared
 */
record Options(String prefix, @Nullable String schema, boolean migrate, int keepEvents, int connections) {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,30}");
    static final Options DEFAULT = new Options("taskcast_", null, true, 100_000, 4);
    static final int MOST_CONNECTIONS = 5;

    /** The only text from outside that becomes SQL. */
    Options {
        requireName("A table prefix", prefix);
        if (schema != null) {
            requireName("A schema", schema);
        }
        if (keepEvents < 1_000) {
            throw new IllegalArgumentException(
                    "The number of events to keep must be at least 1,000, got: " + keepEvents);
        }
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "The number of connections must be from 1 to " + MOST_CONNECTIONS + ", got: " + connections);
        }
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " must match " + NAME + ", got: \"" + name + "\"");
        }
    }
}
