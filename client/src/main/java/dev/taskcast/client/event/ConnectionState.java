package dev.taskcast.client.event;

/** How a client's connection is doing. */
public enum ConnectionState {
    /** Has never been live. */
    CONNECTING,
    /** What the client has is true. */
    LIVE,
    /** Was live, and is lost; what the client has may be out of date. It tries again. */
    RECONNECTING,
    /**
     * The server did not answer several times in a row, or it answered that there is no such stream (404 for example). It
     * goes on trying.
     */
    OFFLINE,
    /** The server answered 401 or 403, or with a page to log in. Tried again by {@code reconnect()} only. */
    DENIED,
    /** Ended: by {@code close()}, after {@code maxRetries}, or because the server has ended it for good (204). */
    CLOSED
}
