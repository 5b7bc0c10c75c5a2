package dev.taskcast.server.stream;

import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.StreamSession;
import dev.taskcast.http.pump.PumpedStream;
import dev.taskcast.http.pump.Sink;
import dev.taskcast.http.pump.StreamPump;
import dev.taskcast.server.transport.LateClose;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The connection of one stream, as its last handler. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in exceptionCaught or channelInactive
final class StreamHandler extends ChannelInboundHandlerAdapter implements Sink {
    private static final long GOODBYE_MILLIS = 500;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final PumpedStream stream;
    private final boolean chunked;
    private @Nullable ChannelHandlerContext ctx;

    StreamHandler(StreamPump pump, StreamSession session, boolean chunked) {
        this.chunked = chunked;
        stream = pump.stream(session, this);
    }

    PumpedStream stream() {
        return stream;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
    }

    /** Before the handler is part of a connection nothing is written. */
    private ChannelHandlerContext to() {
        return Objects.requireNonNull(ctx, "of a connection");
    }

    @Override
    public boolean isWritable() {
        return to().channel().isWritable();
    }

    @Override
    public void write(Frames frames) {
        to().write(buffer(frames), to().voidPromise());
    }

    @Override
    public void flush() {
        to().flush();
    }

    /** Exact, also within a chunk, since one may be large and its reader slow. */
    @Override
    public long waitingBytes() {
        ChannelOutboundBuffer out = to().channel().unsafe().outboundBuffer();
        return out == null ? 0 : out.totalPendingWriteBytes() - out.currentProgress();
    }

    @Override
    public void end(Frames goodbye) {
        write(goodbye);
        to().writeAndFlush(Unpooled.wrappedBuffer(chunked ? LAST_CHUNK : new byte[0]))
                .addListener(ChannelFutureListener.CLOSE);
        LateClose.after(to(), GOODBYE_MILLIS);
    }

    @Override
    public void cut() {
        to().close();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        stream.writable();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object ignored) {
        ReferenceCountUtil.release(ignored); // a viewer has nothing more to say on this connection
    }

    /** Most likely the viewer is gone, which nothing else tells of before the next write. Who only ended their side is told. */
    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            stream.end(0);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext gone) {
        stream.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext broken, Throwable cause) {
        broken.close(); // the viewer is gone; it comes back by itself
    }

    /** The frames as one chunk, in memory that the kernel can read, shared by all streams that are sent the same. */
    private ByteBuf buffer(Frames frames) {
        if (!chunked) {
            return Unpooled.wrappedBuffer(frames.bytes());
        }
        return frames.isShared() ? frames.form(StreamHandler::sharedChunk).view() : singleChunk(frames.bytes());
    }

    private ByteBuf singleChunk(byte[] bytes) {
        byte[] length = length(bytes);
        return to().alloc()
                .directBuffer(size(bytes, length))
                .writeBytes(length)
                .writeBytes(CRLF)
                .writeBytes(bytes)
                .writeBytes(CRLF);
    }

    private static SharedChunk sharedChunk(byte[] bytes) {
        byte[] length = length(bytes);
        ByteBuffer memory = ByteBuffer.allocateDirect(size(bytes, length));
        memory.put(length).put(CRLF).put(bytes).put(CRLF).flip();
        return new SharedChunk(memory);
    }

    private static byte[] length(byte[] bytes) {
        return Integer.toHexString(bytes.length).getBytes(StandardCharsets.US_ASCII);
    }

    private static int size(byte[] bytes, byte[] length) {
        return length.length + bytes.length + 2 * CRLF.length;
    }
}
