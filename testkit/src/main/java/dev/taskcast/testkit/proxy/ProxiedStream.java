package dev.taskcast.testkit.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** An event stream that went through a proxy. Thread-safe. */
public final class ProxiedStream {
    private final String request;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private volatile boolean open = true;

    ProxiedStream(String request) {
        this.request = request;
    }

    /**
     * How it was asked for.
     *
     * @return the request line, for example {@code GET /tasks/events HTTP/1.1}
     */
    public String request() {
        return request;
    }

    /**
     * What the server has sent so far, whatever became of it.
     *
     * @return its frames
     */
    public String sent() {
        return sent.toString(StandardCharsets.UTF_8);
    }

    /**
     * Whether it still goes on.
     *
     * @return false once either side has ended it
     */
    public boolean isOpen() {
        return open;
    }

    void add(byte[] bytes) {
        sent.writeBytes(bytes);
    }

    void ended() {
        open = false;
    }
}
