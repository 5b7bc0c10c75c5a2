package dev.taskcast.benchmarks.servers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoEventLoop;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Streams stay Netty channels, with their HTTP handlers or without. */
final class ChannelTail implements StreamTail {

    /** With void promises a failed write is only told to the pipeline, whose own end would log it. */
    private static final ChannelHandler FAILURES = new Failures();

    private final boolean codec;
    private final List<Channel> channels = new ArrayList<>();
    private volatile int open;
    private @Nullable IoEventLoop loop;

    ChannelTail(boolean codec) {
        this.codec = codec;
    }

    @Override
    public void start(IoEventLoop eventLoop) {
        loop = eventLoop;
    }

    @Override
    public void adopt(Channel channel) {
        channel.pipeline().addLast(FAILURES);
        channels.add(channel);
        open = channels.size();
        channel.closeFuture().addListener(closed -> {
            channels.remove(channel);
            open = channels.size();
        });
    }

    @Override
    public int open() {
        return open;
    }

    @Override
    public long pump(Frame frame, Duration time) throws Exception {
        ByteBuf shared = frame.byteBuf();
        int buffers = frame.buffers();
        return LoopPump.run(Objects.requireNonNull(loop), time, () -> round(shared, buffers));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a void promise: FAILURES hears of a failed write
    private long round(ByteBuf shared, int buffers) {
        long writes = 0;
        for (int i = channels.size() - 1; i >= 0; i--) {
            Channel channel = channels.get(i);
            if (channel.isWritable()) {
                for (int n = 0; n < buffers; n++) {
                    // A duplicate has its own indices over the same memory: nothing is copied.
                    ByteBuf duplicate = shared.retainedDuplicate();
                    // The void promise saves an object a write; a failure then reaches exceptionCaught.
                    channel.write(codec ? new DefaultHttpContent(duplicate) : duplicate, channel.voidPromise());
                }
                channel.flush();
                writes++;
            }
        }
        return writes;
    }

    @ChannelHandler.Sharable
    private static final class Failures extends ChannelInboundHandlerAdapter {

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // the close future's listener counts
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
