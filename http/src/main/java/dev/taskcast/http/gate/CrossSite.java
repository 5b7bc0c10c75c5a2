package dev.taskcast.http.gate;

import dev.taskcast.http.exchange.Request;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a request was sent by a page of another site. A browser says so in {@code Sec-Fetch-Site}, which no page can set:
 * its word is enough, whatever name a proxy has put into {@code Host}. Browsers leave it out over plain HTTP, but for
 * loopback; then the {@code Origin} must be the host that the request was sent to, or one that the application has named.
 * Programs that are no browsers send neither.
 *
 * @param allowed pages of other sites that may do what this site's pages may
 * @param own further origins that this site's own pages have
 */
public record CrossSite(Cors allowed, Set<String> own) {
    /** Checks the origins. */
    public CrossSite {
        own = Set.copyOf(own);
        own.forEach(origin -> Origin.require("A public origin", origin));
    }

    /**
     * Looks at the headers.
     *
     * @param request any
     * @return true where it must not change anything
     */
    public boolean refuses(Request request) {
        List<String> sites = request.headers("Sec-Fetch-Site");
        List<String> origins = request.headers("Origin");
        if (sites.size() > 1 || origins.size() > 1) {
            return true; // no browser says it twice, and whoever reads the other one would decide otherwise
        }
        if (allowed.allows(request)) {
            return false;
        }
        String site = sites.isEmpty() ? "none" : sites.getFirst().strip().toLowerCase(Locale.ROOT);
        return switch (site) {
            case "same-origin" -> false;
            case "none" -> !origins.isEmpty() && !isOwn(origins.getFirst().strip(), request);
            default -> true;
        };
    }

    private boolean isOwn(String origin, Request request) {
        return Origin.isHost(origin, request.header("Host"))
                || own.stream().anyMatch(named -> Origin.isSame(named, origin));
    }
}
