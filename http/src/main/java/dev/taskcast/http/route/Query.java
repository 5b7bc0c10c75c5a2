package dev.taskcast.http.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a query. Unknown ones are ignored. */
final class Query {
    private final Map<String, List<String>> values = new HashMap<>();

    Query(String query) {
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = Percent.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
            String raw = equals < 0 ? "" : pair.substring(equals + 1);
            String value = Percent.decodeQuery(raw);
            if (name != null) {
                values.computeIfAbsent(name, key -> new ArrayList<>()).add(value == null ? raw : value);
            }
        }
    }

    /** The first value of a parameter; where its encoding is broken, as it was sent. */
    @Nullable
    String first(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.getFirst();
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    Set<String> set(String name) {
        return Set.copyOf(all(name));
    }

    /** A whole number between bounds; the default where it is not there, null where it is anything else. */
    @Nullable
    Long number(String name, long least, long most, long otherwise) {
        String value = first(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[0-9]{1,19}")) {
            return null;
        }
        try {
            long number = Long.parseLong(value);
            return number >= least && number <= most ? number : null;
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }
}
