package dev.taskcast.http.access;

import dev.taskcast.http.exchange.Request;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request was sent by a page of another site, as the browser says: by {@code Sec-Fetch-Site}, or by an
 * {@code Origin} that is not the host which the request was sent to. Programs that are no browsers send neither.
 */
public final class CrossSite {
    private CrossSite() {}

    /**
     * Looks at the headers.
     *
     * @param request any
     * @return true where it must not change anything
     */
    public static boolean isCrossSite(Request request) {
        String site = request.header("Sec-Fetch-Site");
        if (site != null && site.strip().equalsIgnoreCase("cross-site")) {
            return true;
        }
        String origin = request.header("Origin");
        return origin != null && !isHost(origin.strip(), request.header("Host"));
    }

    /** Compares host and port; a port that is left out is the default one of the origin's scheme. */
    private static boolean isHost(String origin, @Nullable String host) {
        int scheme = origin.indexOf("://");
        if (scheme <= 0 || host == null) {
            return false; // "null" is such an origin
        }
        String port = switch (origin.substring(0, scheme).toLowerCase(Locale.ROOT)) {
            case "http" -> ":80";
            case "https" -> ":443";
            default -> "";
        };
        return withPort(origin.substring(scheme + 3), port).equals(withPort(host.strip(), port));
    }

    private static String withPort(String authority, String port) {
        boolean hasPort = authority.lastIndexOf(':') > authority.lastIndexOf(']');
        return (hasPort ? authority : authority + port).toLowerCase(Locale.ROOT);
    }
}
