package dev.taskcast.http.exchange;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as its server read it. Only valid until it is answered: a server may reuse what is behind it, so whoever needs
 * something for longer copies it.
 */
public interface Request {
    /**
     * The method.
     *
     * @return as sent, for example {@code GET}
     */
    String method();

    /**
     * The path.
     *
     * @return as sent, percent-encoded, without the query
     */
    String path();

    /**
     * The query.
     *
     * @return as sent, percent-encoded, without the question mark; empty where there is none
     */
    String query();

    /**
     * A header.
     *
     * @param name in any case
     * @return its first value, or null where there is none
     */
    @Nullable
    String header(String name);

    /**
     * All values of a header, for where it matters that there is no second one. A server that may be sent several should
     * implement it.
     *
     * @param name in any case
     * @return in the order in which they were sent, empty where there is none; by default the first one only
     */
    default List<String> headers(String name) {
        String first = header(name);
        return first == null ? List.of() : List.of(first);
    }

    /**
     * Who it is from.
     *
     * @return what its host knew when it came, {@linkplain #detach detached} or not; empty by default, where the host does not know
     */
    default Optional<Caller> caller() {
        return Optional.empty();
    }

    /**
     * The same request, for use after it was answered.
     *
     * @return one that stays valid; without its body
     */
    Request detach();

    /**
     * The body.
     *
     * @return empty where there is none
     */
    byte[] body();
}
