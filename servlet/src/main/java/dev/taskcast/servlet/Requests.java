package dev.taskcast.servlet;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Caller;
import dev.taskcast.http.host.HeldRequest;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.MappingMatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies of requests. Mapped to {@code /x/*}, the servlet's place takes the place of the endpoint's path. Mapped in any other way, the
 * endpoint's path counts from the context on.
 */
final class Requests {
    /**
     * Set by Tomcat's {@code RemoteIpValve} and {@code RemoteIpFilter} where the request is from an address that may be a proxy's, also where
     * no header came: its {@code Globals.REQUEST_FORWARDED_ATTRIBUTE}.
     */
    private static final String TOMCAT_FORWARDED = "org.apache.tomcat.request.forwarded";

    private Requests() {}

    /** Copies a request, without its body; null where its path leads nowhere. */
    static @Nullable HeldRequest hold(HttpServletRequest request, TaskEndpoint endpoint) {
        HeldRequest.Target target = target(request, endpoint.path());
        if (target == null || !endpoint.owns(target.path())) {
            return null;
        }
        boolean isHttp1 = request.getProtocol().startsWith("HTTP/1");
        return new HeldRequest(
                request.getMethod(), target, fields(request), new HeldRequest.Origin(isHttp1, caller(request)));
    }

    private static Caller caller(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return new Caller(
                request.getUserPrincipal(), request.getRemoteAddr(), session == null ? null : session.getId());
    }

    /** Nothing is decoded, so that the endpoint sees what was sent. A place that is written in another way is none. */
    private static HeldRequest.@Nullable Target target(HttpServletRequest request, String endpointPath) {
        String uri = path(request.getRequestURI());
        String context = request.getContextPath();
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        if (!uri.startsWith(context)) {
            return null;
        }
        boolean isPlace = request.getHttpServletMapping().getMappingMatch() == MappingMatch.PATH
                && !request.getServletPath().isEmpty();
        if (!isPlace) {
            return new HeldRequest.Target(context + endpointPath, uri.substring(context.length()), query);
        }
        String place = context + request.getServletPath();
        return uri.startsWith(place)
                ? new HeldRequest.Target(place, endpointPath + uri.substring(place.length()), query)
                : null;
    }

    /** Of a request line in the absolute form too, as it is sent to proxies. */
    private static String path(String uri) {
        int scheme = uri.startsWith("/") ? -1 : uri.indexOf("://");
        if (scheme < 0) {
            return uri;
        }
        int slash = uri.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : uri.substring(slash);
    }

    /** A container gives the values of a name for each way in which it is written. */
    private static List<String> fields(HttpServletRequest request) {
        List<String> fields = new ArrayList<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            if (!has(fields, name)) { // else a name that comes in two cases would count twice
                for (String value : Collections.list(request.getHeaders(name))) {
                    fields.add(name);
                    fields.add(value);
                }
            }
        }
        if (isTakenOut(request) && !has(fields, "Forwarded")) {
            fields.add("Forwarded");
            fields.add("for=\"" + request.getRemoteAddr() + "\"");
        }
        return fields;
    }

    /**
     * Whether a filter or the container has taken out what a proxy says of whom it asks for, and gives its address for that of the request.
     * Anybody may have sent it: whoever lets in by the address has to know.
     */
    private static boolean isTakenOut(HttpServletRequest request) {
        if (request.getAttribute(TOMCAT_FORWARDED) != null) {
            return true;
        }
        ServletRequest sent = request;
        while (sent instanceof ServletRequestWrapper wrapped) {
            sent = wrapped.getRequest();
        }
        return sent instanceof HttpServletRequest asSent
                && (asSent.getHeader("Forwarded") != null || asSent.getHeader("X-Forwarded-For") != null)
                && request.getHeader("Forwarded") == null
                && request.getHeader("X-Forwarded-For") == null;
    }

    private static boolean has(List<String> fields, String name) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
