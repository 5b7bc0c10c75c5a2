package dev.taskcast.webflux;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/**
 * Reads a body as it comes. One that is too long is read on for as much again, so that whoever sends it gets to read why it is refused. Of
 * the server's threads, one at a time.
 */
final class Body {
    /** What is taken. */
    static final int MAX_BYTES = 1 << 20;

    private final ByteArrayOutputStream read = new ByteArrayOutputStream(0);
    private int dropped;

    private Body() {}

    /** Whether a request has one, or may have: HTTP/2 needs no header for it. */
    static boolean isIn(ServerHttpRequest request) {
        long length = request.getHeaders().getContentLength();
        return length > 0
                || (length < 0
                        && (request.getHeaders().getFirst(HttpHeaders.TRANSFER_ENCODING) != null
                                || request.getMethod().equals(HttpMethod.POST)));
    }

    /** Whether it is so long that it is refused before it is read; or would only be sent if it were not refused. */
    static boolean isRefusedUnread(ServerHttpRequest request) {
        long length = request.getHeaders().getContentLength();
        return length > 2L * MAX_BYTES
                || (length > MAX_BYTES && request.getHeaders().getFirst(HttpHeaders.EXPECT) != null);
    }

    /**
     * Reads it.
     *
     * @return empty where it is too long; an error where it does not come to its end
     */
    static Mono<byte[]> read(ServerHttpRequest request) {
        return Mono.defer(() -> {
            Body body = new Body();
            return request.getBody()
                    .doOnNext(body::take)
                    .takeUntil(piece -> body.dropped >= MAX_BYTES)
                    .then(Mono.fromSupplier(body::whole));
        });
    }

    private void take(DataBuffer buffer) {
        byte[] piece = new byte[buffer.readableByteCount()];
        buffer.read(piece);
        DataBufferUtils.release(buffer);
        if (dropped > 0 || read.size() + piece.length > MAX_BYTES) {
            dropped += piece.length;
            read.reset();
        } else {
            read.write(piece, 0, piece.length);
        }
    }

    private byte @Nullable [] whole() {
        return dropped > 0 ? null : read.toByteArray();
    }
}
