package dev.taskcast.http.access;

import dev.taskcast.http.exchange.Request;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides who may use an endpoint. Asked on every route, before anything is told of any task. It may block; it must be
 * thread-safe. Where it throws, the answer is no, and what it throws is logged; but for a {@code VirtualMachineError} (no memory, no
 * stack), which is answered with {@code 500}.
 */
@FunctionalInterface
public interface Access {
    /** Everybody may do everything. */
    Access EVERYBODY = request -> Optional.of(Viewer.OF_EVERYTHING);

    /**
     * Lets somebody in.
     *
     * @param request only valid during the call, see {@link Request#detach()}
     * @return what they may see and do, or empty for {@code 403}
     * @throws Exception whatever it likes; logged, and answered with {@code 403}
     */
    Optional<Viewer> open(Request request) throws Exception;

    /**
     * The shortcut: those whom a predicate accepts may see and do everything. A stream is asked for again with the same
     * request every 30 s, so that somebody who logs out is sent away.
     *
     * @param authorize decides
     * @return an access
     */
    static Access authorize(Predicate<Request> authorize) {
        return request -> {
            if (!authorize.test(request)) {
                return Optional.empty();
            }
            Request kept = request.detach();
            return Optional.of(new Viewer() {
                @Override
                public boolean check() {
                    return authorize.test(kept);
                }

                @Override
                public boolean seesEverything() {
                    return true;
                }
            });
        };
    }
}
