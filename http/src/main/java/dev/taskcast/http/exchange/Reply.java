package dev.taskcast.http.exchange;

import java.util.Map;

/** What a request is answered with. */
public sealed interface Reply {
    /**
     * The status.
     *
     * @return for example 200
     */
    int status();

    /**
     * The headers, but for those of the transfer ({@code Content-Length} and the like), which are the server's.
     *
     * @return by name
     */
    Map<String, String> headers();

    /**
     * A whole answer. For {@code HEAD} the server leaves the body out, and says its length all the same.
     *
     * @param status for example 200
     * @param headers by name
     * @param body not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way out, compared by nobody
    record Full(int status, Map<String, String> headers, byte[] body) implements Reply {}

    /**
     * A stream: the server sends the head, and then what the session gives it.
     *
     * @param headers by name
     * @param session gives the frames
     */
    record Stream(Map<String, String> headers, StreamSession session) implements Reply {
        @Override
        public int status() {
            return 200;
        }
    }
}
