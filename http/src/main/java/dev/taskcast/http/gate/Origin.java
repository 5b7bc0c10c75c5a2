package dev.taskcast.http.gate;

import dev.taskcast.http.exchange.Request;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a page comes from, as its browser says it: scheme, host and port. */
final class Origin {
    private Origin() {}

    /** Refuses what is none. */
    static String require(String what, String origin) {
        if (!origin.matches("https?://[A-Za-z0-9.\\-\\[\\]:]+")) {
            throw new IllegalArgumentException(
                    what + " must be like https://app.example.com, without a path, got: " + origin);
        }
        return origin;
    }

    /** What a request says; null where it says nothing, or says it twice. */
    static @Nullable String of(Request request) {
        List<String> said = request.headers("Origin");
        return said.size() == 1 ? said.getFirst().strip() : null;
    }

    /** Whether two say the same; a port that is left out is the default one of the scheme. */
    static boolean isSame(String one, String other) {
        return normal(one).equals(normal(other));
    }

    /** Whether it is a host, by its name and its port; the scheme is not known of a host. */
    static boolean isHost(String origin, @Nullable String host) {
        int scheme = origin.indexOf("://");
        if (scheme <= 0 || host == null) {
            return false; // "null" is such an origin
        }
        String port = defaultPort(origin.substring(0, scheme));
        return withPort(origin.substring(scheme + 3), port).equals(withPort(host.strip(), port));
    }

    private static String normal(String origin) {
        int scheme = origin.indexOf("://");
        if (scheme <= 0) {
            return origin;
        }
        String name = origin.substring(0, scheme).toLowerCase(Locale.ROOT);
        return name + "://" + withPort(origin.substring(scheme + 3), defaultPort(name));
    }

    private static String defaultPort(String scheme) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "http" -> ":80";
            case "https" -> ":443";
            default -> "";
        };
    }

    private static String withPort(String authority, String port) {
        boolean hasPort = authority.lastIndexOf(':') > authority.lastIndexOf(']');
        return (hasPort ? authority : authority + port).toLowerCase(Locale.ROOT);
    }
}
