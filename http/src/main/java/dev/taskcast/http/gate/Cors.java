package dev.taskcast.http.gate;

import dev.taskcast.http.exchange.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which other sites' pages may use an endpoint: by default none.
 *
 * @param origins for example {@code https://app.example.com}
 * @param credentials whether their browsers send cookies along
 */
public record Cors(Set<String> origins, boolean credentials) {
    /** No other site. */
    public static final Cors NONE = new Cors(Set.of(), false);

    /** Checks the origins. */
    public Cors {
        origins = Set.copyOf(origins);
        origins.forEach(origin -> Origin.require("An allowed origin", origin));
    }

    /**
     * Whether a request comes from a page of an allowed site.
     *
     * @param request any
     * @return false also where it comes from no page, or says two origins
     */
    public boolean allows(Request request) {
        return allowed(request) != null;
    }

    private @Nullable String allowed(Request request) {
        String origin = Origin.of(request);
        return origin != null && origins.contains(origin) ? origin : null;
    }

    /**
     * What every answer to a request gets.
     *
     * @param request any
     * @return empty where no site is allowed
     */
    public Map<String, String> headers(Request request) {
        if (origins.isEmpty()) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Vary", "Origin");
        String origin = allowed(request);
        if (origin != null) {
            headers.put("Access-Control-Allow-Origin", origin);
            headers.put("Access-Control-Expose-Headers", "Location, Retry-After, Taskcast-Viewer");
            if (credentials) {
                headers.put("Access-Control-Allow-Credentials", "true");
            }
        }
        return headers;
    }

    /**
     * Whether a request only asks for permission.
     *
     * @param request any
     * @return true for a preflight of an allowed site
     */
    public boolean isPreflight(Request request) {
        return request.method().equals("OPTIONS")
                && request.header("Access-Control-Request-Method") != null
                && allows(request);
    }
}
