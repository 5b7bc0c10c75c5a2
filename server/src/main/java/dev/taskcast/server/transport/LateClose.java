package dev.taskcast.server.transport;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Closes a connection later, unless the other side does so before. */
public final class LateClose {
    private LateClose() {}

    /**
     * Sets the time; nothing is kept of a connection that is closed before.
     *
     * @param ctx of the connection
     * @param millis from now on
     */
    public static void after(ChannelHandlerContext ctx, long millis) {
        Runnable now = () -> {
            ChannelFuture ignored = ctx.close();
        };
        Future<?> close = ctx.executor().schedule(now, millis, TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> close.cancel(false));
    }
}
