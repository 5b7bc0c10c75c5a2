package dev.taskcast.store.jdbc;

import dev.taskcast.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Where in PostgreSQL the tables are if nobody has said so: in the first schema of the search path that the user may create in. Not where
 * tables of the same names are found: those may be another application's.
 */
final class SearchPath {
    private static final String SCHEMAS = """
            SELECT s.name, has_schema_privilege(n.oid, 'CREATE'), t.oid IS NOT NULL,
                coalesce(t.relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user), false), current_user
            FROM unnest(current_schemas(false)) WITH ORDINALITY AS s (name, place)
            JOIN pg_namespace n ON n.nspname = s.name
            LEFT JOIN pg_class t ON t.relnamespace = n.oid AND t.relname = ?
            WHERE s.name NOT LIKE 'pg\\_%'
            ORDER BY s.place
            """;

    /** A schema: whether the user may create in it, whether it has tables of the prefix, and whether these are the user's own. */
    private record Schema(String name, boolean mayCreate, boolean hasTables, boolean hasOwn) {}

    private final List<Schema> schemas = new ArrayList<>();
    private final Options options;
    private String user = "";

    private SearchPath(Options options) {
        this.options = options;
    }

    static SearchPath read(Connection connection, Options options) throws SQLException {
        SearchPath path = new SearchPath(options);
        try (PreparedStatement query = connection.prepareStatement(SCHEMAS)) {
            query.setString(1, options.prefix() + "version");
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    path.schemas.add(
                            new Schema(rows.getString(1), rows.getBoolean(2), rows.getBoolean(3), rows.getBoolean(4)));
                    path.user = rows.getString(5);
                }
            }
        }
        return path;
    }

    /**
     * The place.
     *
     * @throws StoreException if there is none, or the user's own tables are in another schema than they would be in
     */
    Place place() {
        Predicate<Schema> fits = options.migrate() ? Schema::mayCreate : each -> each.mayCreate() || each.hasTables();
        Schema schema = first(fits).or(() -> first(Schema::hasTables)).orElseThrow(this::nowhere);
        Optional<Schema> own = first(Schema::hasOwn);
        if (!schema.hasTables() && own.isPresent()) {
            throw new StoreException(
                    "The tables could be in two schemas: " + schema.name()
                            + " comes first in the search path and has none, "
                            + own.get().name() + " has some of the same user. Say which, with schema(...)",
                    null);
        }
        return Place.of(schema.name(), options.prefix());
    }

    private Optional<Schema> first(Predicate<Schema> that) {
        return schemas.stream().filter(that).findFirst();
    }

    private StoreException nowhere() {
        String path = schemas.stream().map(Schema::name).collect(Collectors.joining(", "));
        String who = user.isEmpty() ? "the user" : "the user " + user;
        return new StoreException(
                "There is no place for the tables: " + who + " may create none in any schema of the search path ("
                        + path + "). Grant CREATE on one of them, or name another one, with schema(...)",
                null);
    }
}
