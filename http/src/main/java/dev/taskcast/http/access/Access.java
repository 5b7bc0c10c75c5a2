package dev.taskcast.http.access;

import dev.taskcast.http.exchange.Request;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides who may use an endpoint. Asked on every route, before anything else is told of any task. It may block; it must
 * be thread-safe. Where it throws, the answer is no, and the exception is logged.
 */
@FunctionalInterface
public interface Access {
    /** Everybody may do everything. */
    Access EVERYBODY = request -> Optional.of(Viewer.OF_EVERYTHING);

    /**
     * Lets somebody in.
     *
     * @param request only valid during the call: what is needed later must be copied
     * @return what they may see and do, or empty for {@code 403}
     * @throws Exception whatever it likes; logged, and answered with {@code 403}
     */
    Optional<Viewer> open(Request request) throws Exception;

    /**
     * The shortcut: those whom a predicate accepts may see and do everything.
     *
     * @param authorize decides
     * @return an access
     */
    static Access authorize(Predicate<Request> authorize) {
        return request -> authorize.test(request) ? Optional.of(Viewer.OF_EVERYTHING) : Optional.empty();
    }
}
