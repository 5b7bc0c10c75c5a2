package dev.taskcast.server.stream;

import dev.taskcast.http.stream.Frames;
import dev.taskcast.http.stream.StreamSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One stream, the last handler of its connection. Nothing is queued for it beyond what Netty is just writing. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in exceptionCaught or channelInactive
final class StreamHandler extends ChannelInboundHandlerAdapter {
    /** How many batches at the most before the other streams have their turn. */
    private static final int BATCHES = 8;

    private static final long GOODBYE_MILLIS = 500;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final StreamPump pump;
    private final StreamSession session;
    private final boolean chunked;
    private @Nullable ChannelHandlerContext ctx;
    private int index = -1;

    StreamHandler(StreamPump pump, StreamSession session, boolean chunked) {
        this.pump = pump;
        this.session = session;
        this.chunked = chunked;
    }

    int index() {
        return index;
    }

    void index(int newIndex) {
        index = newIndex;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
    }

    /** Sends what there is, as far as the connection takes it; whether there is more that it would take. */
    boolean push() {
        ChannelHandlerContext to = ctx;
        if (to == null || index < 0) {
            return false;
        }
        boolean written = false;
        boolean more = true;
        for (int i = 0; i < BATCHES && to.channel().isWritable(); i++) {
            Frames frames = session.next();
            if (frames == null) {
                more = false;
                break;
            }
            to.write(buffer(frames), to.voidPromise());
            written = true;
        }
        if (written) {
            to.flush();
        }
        return more && index >= 0 && to.channel().isWritable();
    }

    /** Sends a heartbeat where one is due, and what a lost hint would have sent. */
    void care() {
        ChannelHandlerContext to = ctx;
        if (to == null || !to.channel().isWritable()) {
            return;
        }
        if (push()) {
            pump.again();
            return;
        }
        Frames heartbeat = session.heartbeat();
        if (heartbeat != null) {
            to.writeAndFlush(buffer(heartbeat), to.voidPromise());
        }
    }

    /** Says goodbye and closes; a connection that does not take it is closed all the same. */
    void end() {
        ChannelHandlerContext to = ctx;
        if (to == null) {
            return;
        }
        pump.remove(this);
        to.write(buffer(session.goodbye()), to.voidPromise());
        to.writeAndFlush(Unpooled.wrappedBuffer(chunked ? LAST_CHUNK : new byte[0]))
                .addListener(ChannelFutureListener.CLOSE);
        to.executor().schedule(() -> to.close(), GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The frames as one chunk, in memory that the kernel can read, shared by all streams that are sent the same. */
    private ByteBuf buffer(Frames frames) {
        return chunked
                ? frames.<ByteBuf>form(StreamHandler::chunk).duplicate()
                : Unpooled.wrappedBuffer(frames.bytes());
    }

    private static ByteBuf chunk(byte[] bytes) {
        byte[] length = Integer.toHexString(bytes.length).getBytes(StandardCharsets.US_ASCII);
        // The garbage collector frees it: the frames are shared by who knows how many streams.
        ByteBuffer memory = ByteBuffer.allocateDirect(length.length + bytes.length + 2 * CRLF.length);
        memory.put(length).put(CRLF).put(bytes).put(CRLF).flip();
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(memory));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (changed.channel().isWritable() && push()) {
            pump.again();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object ignored) {
        ReferenceCountUtil.release(ignored); // a viewer has nothing more to say on this connection
    }

    @Override
    public void channelInactive(ChannelHandlerContext gone) {
        pump.remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext broken, Throwable cause) {
        broken.close(); // the viewer is gone; it comes back by itself
    }
}
