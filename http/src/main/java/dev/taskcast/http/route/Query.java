package dev.taskcast.http.route;

import org.jspecify.annotations.Nullable;

/** The parameters of a query. */
final class Query {
    private Query() {}

    /**
     * The first value of a parameter.
     *
     * @return null where it is not there; where its encoding is broken, the value as it was sent
     */
    static @Nullable String first(String query, String name) {
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (name.equals(Percent.decodeQuery(key))) {
                String raw = equals < 0 ? "" : pair.substring(equals + 1);
                String value = Percent.decodeQuery(raw);
                return value == null ? raw : value;
            }
        }
        return null;
    }
}
