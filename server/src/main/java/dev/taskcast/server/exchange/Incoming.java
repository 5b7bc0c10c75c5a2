package dev.taskcast.server.exchange;

import dev.taskcast.http.exchange.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.ByteArrayOutputStream;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as its parts arrive. Of the connection's event loop. */
final class Incoming {
    private static final int MAX_LINE_BYTES = 8 * 1024;
    private static final int MAX_HEADER_BYTES = 32 * 1024;
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int HEADER_MARKS = 4; // a colon, a space and the end of the line
    private static final int LINE_MARKS = 2; // spaces

    private final HttpRequest head;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    Incoming(HttpRequest head) {
        this.head = head;
    }

    HttpRequest head() {
        return head;
    }

    boolean isHead() {
        return head.method().equals(HttpMethod.HEAD);
    }

    boolean isKeepAlive() {
        return HttpUtil.isKeepAlive(head);
    }

    boolean isHttp10() {
        return head.protocolVersion().equals(HttpVersion.HTTP_1_0);
    }

    boolean wantsContinue() {
        return HttpUtil.is100ContinueExpected(head);
    }

    /** What is wrong with the head; null where nothing is. */
    @Nullable
    Problem headProblem() {
        if (head.decoderResult().isFailure()) {
            return problem(head.decoderResult());
        }
        if (lineBytes() > MAX_LINE_BYTES) {
            return Problem.URI_TOO_LONG;
        }
        if (headerBytes() > MAX_HEADER_BYTES) {
            return Problem.HEADERS_TOO_LARGE;
        }
        boolean isHttp11 = head.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
        if ((isHttp11 && head.headers().getAll(HttpHeaderNames.HOST).size() != 1)
                || NettyRequest.target(head.uri()) == null) {
            return Problem.BAD_REQUEST;
        }
        if (isHttp11 && head.headers().contains(HttpHeaderNames.EXPECT) && !wantsContinue()) {
            return Problem.EXPECTATION_FAILED;
        }
        return HttpUtil.getContentLength(head, 0L) > MAX_BODY_BYTES ? Problem.BODY_TOO_LARGE : null;
    }

    private int lineBytes() {
        return head.method().name().length()
                + head.uri().length()
                + head.protocolVersion().text().length()
                + LINE_MARKS;
    }

    private int headerBytes() {
        int bytes = 0;
        for (Iterator<Map.Entry<CharSequence, CharSequence>> all =
                        head.headers().iteratorCharSequence();
                all.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            bytes += header.getKey().length() + header.getValue().length() + HEADER_MARKS;
        }
        return bytes;
    }

    /** Takes a part of the body; what is wrong with it, or null. */
    @Nullable
    Problem add(HttpContent part) {
        if (part.decoderResult().isFailure()) {
            return problem(part.decoderResult());
        }
        ByteBuf content = part.content();
        if (body.size() + content.readableBytes() > MAX_BODY_BYTES) {
            return Problem.BODY_TOO_LARGE;
        }
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        body.writeBytes(bytes);
        return null;
    }

    /** The whole request. Its head had no problem. */
    NettyRequest complete() {
        return request(body.toByteArray());
    }

    /** Without a body, and where its head has a problem, with what could be read of that. */
    NettyRequest asFarAsItCame() {
        return request(new byte[0]);
    }

    private NettyRequest request(byte[] content) {
        String target = NettyRequest.target(head.uri());
        return new NettyRequest(head, target == null ? "/" : target, content);
    }

    private static Problem problem(DecoderResult failed) {
        return switch (failed.cause()) {
            case TooLongHttpLineException line -> Problem.URI_TOO_LONG;
            case TooLongHttpHeaderException headers -> Problem.HEADERS_TOO_LARGE;
            default -> Problem.BAD_REQUEST;
        };
    }
}
