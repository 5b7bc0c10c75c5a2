package dev.taskcast.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a store's tables are.
 *
 * @param qualifier what stands before a table's name in a statement
 * @param channel what hints are sent to: one for each set of tables
 */
record Place(String qualifier, String channel) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int MAX_CHANNEL = 63;

    /** As the options say. */
    static Place of(Options options) {
        return of(options.schema(), options.prefix());
    }

    /** In a schema of any name. */
    static Place of(@Nullable String schema, String prefix) {
        return schema == null
                ? new Place(prefix, prefix)
                : new Place("\"" + schema.replace("\"", "\"\"") + "\"." + prefix, channel(schema, prefix));
    }

    private static String channel(String schema, String prefix) {
        String channel = schema + "." + prefix;
        return PLAIN.matcher(schema).matches() && channel.length() <= MAX_CHANNEL
                ? channel
                : "taskcast_" + UUID.nameUUIDFromBytes(channel.getBytes(StandardCharsets.UTF_8));
    }

    /** The name of a table as a string. */
    String literal(String table) {
        return "'" + (qualifier + table).replace("'", "''") + "'";
    }
}
