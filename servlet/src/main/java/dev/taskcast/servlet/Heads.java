package dev.taskcast.servlet;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.host.HeldRequest;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Heads of answers, and answers that need nothing else. */
final class Heads {
    private static final int NO_CONTENT = 204;

    private Heads() {}

    /**
     * Sets the status and headers of an answer.
     *
     * @param isLast whether its connection ends with it; HTTP/2 has no word for that, and needs none
     */
    static void put(HttpServletResponse to, Reply reply, HeldRequest request, TaskEndpoint endpoint, boolean isLast) {
        to.setStatus(reply.status());
        reply.headers()
                .forEach((name, value) ->
                        to.setHeader(name, name.equals("Location") ? request.outside(value, endpoint) : value));
        if (isLast && request.isHttp1()) {
            to.setHeader("Connection", "close");
        }
        if (reply instanceof Reply.Full full && full.status() != NO_CONTENT) {
            to.setContentLength(full.body().length);
        }
    }

    /**
     * Undertow's flush keeps what the connection does not take, and says nothing of it: it would wait for the next frame. What does not fit
     * into its buffer is written at once, so it gets a buffer into which nothing fits. Others cut what they write by its size.
     */
    static void unbuffer(HttpServletResponse response, @Nullable ServletOutputStream out) {
        if (out != null && out.getClass().getName().startsWith("io.undertow.")) {
            response.setBufferSize(1);
        }
    }

    /** Answers on the container's thread, which does not wait for a body as small as this. */
    static void write(HttpServletResponse to, Reply.Full reply, boolean isHead, boolean isLast) throws IOException {
        to.setStatus(reply.status());
        reply.headers().forEach(to::setHeader);
        if (isLast) {
            to.setHeader("Connection", "close");
        }
        to.setContentLength(reply.body().length);
        if (!isHead) {
            to.getOutputStream().write(reply.body());
        }
    }
}
