package dev.taskcast.server.stream;

import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.pump.PumpedStream;
import dev.taskcast.http.pump.StreamPump;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;

/** Makes a stream of a connection: sends the head, takes the HTTP handlers out, and gives it to the loop's pump. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in exceptionCaught or channelInactive
public final class StreamStart {
    private StreamStart() {}

    /**
     * On the connection's event loop, for a stream that has been counted.
     *
     * @param ctx of the handler that read the request
     * @param reply what it was answered with
     * @param chunked whether the client knows chunks; else the stream ends with the connection
     * @param pump of this loop
     */
    public static void start(ChannelHandlerContext ctx, Reply.Stream reply, boolean chunked, StreamPump pump) {
        boolean isHandedOver = false;
        try {
            StreamHandler handler = new StreamHandler(pump, reply.session(), chunked);
            handOver(ctx, head(reply, chunked), handler);
            isHandedOver = true;
            begin(ctx, handler.stream());
        } finally {
            if (!isHandedOver && ctx.pipeline().get(StreamHandler.class) == null) {
                pump.limits().count().leave(); // else the stream does so when the connection ends
            }
        }
    }

    private static HttpResponse head(Reply.Stream reply, boolean chunked) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()));
        reply.headers().forEach(head.headers()::set);
        if (chunked) {
            head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        return head;
    }

    private static void handOver(ChannelHandlerContext ctx, HttpResponse head, StreamHandler stream) {
        ctx.write(head, ctx.voidPromise());
        ChannelPipeline pipeline = ctx.pipeline();
        List<ChannelHandler> http = List.copyOf(pipeline.toMap().values());
        pipeline.addLast(stream);
        // The last one first: a request that waits in flow control is let go as that is removed, and must not be
        // answered.
        http.reversed().forEach(pipeline::remove);
    }

    private static void begin(ChannelHandlerContext ctx, PumpedStream stream) {
        ctx.channel().config().setAutoRead(true); // what comes is dropped, but the end is seen
        stream.begin();
        if (ctx.channel() instanceof DuplexChannel duplex && duplex.isInputShutdown()) {
            stream.end(0);
        }
    }
}
