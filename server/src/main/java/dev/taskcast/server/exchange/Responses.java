package dev.taskcast.server.exchange;

import dev.taskcast.http.exchange.Reply;
import dev.taskcast.server.transport.LateClose;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Whole answers on their way out. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in exceptionCaught or channelInactive
final class Responses {
    private static final long LINGER_MILLIS = 2_000;

    private Responses() {}

    static FullHttpResponse of(Reply.Full reply, @Nullable Incoming request) {
        boolean isHead = request != null && request.isHead();
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(reply.status()),
                isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body()));
        reply.headers().forEach(response.headers()::set);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
        if (request != null && request.isHttp10() && request.isKeepAlive()) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        return response;
    }

    /**
     * Answers and ends the connection, but in a way that the answer arrives: first our side only, while what the client
     * still sends is read and dropped. Closing at once would reset the connection, and the client might lose the answer.
     */
    static void writeAndLinger(ChannelHandlerContext ctx, Reply.Full reply, @Nullable Incoming request) {
        FullHttpResponse response = of(reply, request);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response).addListener((ChannelFuture written) -> {
            if (written.isSuccess() && ctx.channel() instanceof DuplexChannel duplex && !duplex.isInputShutdown()) {
                duplex.shutdownOutput();
                LateClose.after(ctx, LINGER_MILLIS);
                ctx.channel().config().setAutoRead(true);
            } else {
                ctx.close();
            }
        });
    }
}
