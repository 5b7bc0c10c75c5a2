package dev.taskcast.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Reads a body as it comes, never waiting for it. One that is too long is read on for as much again, so that whoever sends it gets to read
 * why it is refused. Of the container's threads, one at a time.
 */
final class Body implements ReadListener {
    /** What is taken. */
    static final int MAX_BYTES = 1 << 20;

    private static final int PIECE_BYTES = 8 * 1024;

    private final Exchange exchange;
    private final ServletInputStream in;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream(0);
    private int dropped;

    Body(Exchange exchange, ServletInputStream in) {
        this.exchange = exchange;
        this.in = in;
    }

    /** Whether a request has one, or may have. */
    static boolean isIn(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length > 0 || (length < 0 && request.getHeader("Transfer-Encoding") != null) || isUnsaid(request);
    }

    /** HTTP/2 needs no header for a body. */
    private static boolean isUnsaid(HttpServletRequest request) {
        return request.getContentLengthLong() < 0
                && !request.getProtocol().startsWith("HTTP/1")
                && request.getMethod().equals("POST");
    }

    /** Whether it is so long that it is refused before it is read; or would only be sent if it were not refused. */
    static boolean isRefusedUnread(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length > 2L * MAX_BYTES || (length > MAX_BYTES && request.getHeader("Expect") != null);
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        while (exchange.isReading() && dropped < MAX_BYTES && in.isReady()) {
            int count = in.read(piece);
            if (count < 0) {
                return;
            }
            take(piece, count);
        }
        if (dropped >= MAX_BYTES) {
            exchange.bodyIsTooLong();
        }
    }

    private void take(byte[] piece, int count) {
        if (dropped > 0 || read.size() + count > MAX_BYTES) {
            dropped += count;
            read.reset();
        } else {
            read.write(piece, 0, count);
        }
    }

    @Override
    public void onAllDataRead() {
        if (dropped > 0) {
            exchange.bodyIsTooLong();
        } else {
            exchange.bodyIsRead(read.toByteArray());
        }
    }

    @Override
    public void onError(Throwable broken) {
        exchange.bodyIsBroken(broken);
    }
}
