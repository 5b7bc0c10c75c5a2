package dev.taskcast.server.exchange;

import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.exchange.Request;

/** What requests are answered with. Thread-safe. */
public interface Answers {
    /**
     * Answers a whole request. May block.
     *
     * @param request any
     * @return the answer
     */
    Reply answer(Request request);

    /**
     * Refuses a request without looking at what it wants. Does not block.
     *
     * @param request as much of it as has come
     * @param problem why
     * @return the answer, which a page may read that may read others
     */
    Reply.Full refuse(Request request, Problem problem);
}
