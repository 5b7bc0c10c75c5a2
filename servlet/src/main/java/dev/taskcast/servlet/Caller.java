package dev.taskcast.servlet;

import dev.taskcast.http.exchange.Request;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who a request is from, as the container knew when it came: for {@link dev.taskcast.http.access.Access}, which is asked on threads of ours
 * and, as long as a stream lasts, again and again.
 *
 * @param principal what {@link HttpServletRequest#getUserPrincipal()} gave; null where nobody is logged in
 * @param address what {@link HttpServletRequest#getRemoteAddr()} gave: of the last proxy, where there is one
 * @param session the id of the session, where there was one; null else. None is made
 */
public record Caller(
        @Nullable Principal principal,
        String address,
        @Nullable String session) {
    /**
     * Of a request that came to a servlet of ours.
     *
     * @param request as {@code Access} is given it, or {@linkplain Request#detach detached}
     * @return empty where the request came in another way
     */
    public static Optional<Caller> of(Request request) {
        return request instanceof HeldRequest held ? Optional.of(held.caller()) : Optional.empty();
    }

    static Caller of(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return new Caller(
                request.getUserPrincipal(), request.getRemoteAddr(), session == null ? null : session.getId());
    }
}
