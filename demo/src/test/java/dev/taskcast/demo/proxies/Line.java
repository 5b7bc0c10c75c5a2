package dev.taskcast.demo.proxies;

/** What a test may add to a proxy's configuration, or leave out of it. */
enum Line {
    /**
     * The second line of docs/proxies.md. nginx and Apache pass the browser's {@code Host} on by it; HAProxy always does, and
     * delays nothing by it.
     */
    SECOND,
    /** Whatever gives no byte for two seconds is cut. */
    SHORT_TIMEOUT,
    /** Streams are compressed, as somebody may have it who compresses everything. */
    COMPRESSION
}
