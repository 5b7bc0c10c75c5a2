package dev.taskcast.http.exchange;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who a request is from, as its host knew when it came: for {@link dev.taskcast.http.access.Access}, which is asked on threads of ours and,
 * as long as a stream lasts, again and again.
 *
 * @param principal who is logged in; null where nobody is
 * @param address the address that the connection is from: of the last proxy, where there is one and the host does not look behind it
 * @param session the id of the session, where there was one; null else. None is made
 */
public record Caller(
        @Nullable Principal principal,
        String address,
        @Nullable String session) {}
