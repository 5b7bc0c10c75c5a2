package dev.taskcast.server.stream;

import dev.taskcast.http.stream.Frames;
import dev.taskcast.http.stream.StreamSession;
import dev.taskcast.server.transport.LateClose;
import dev.taskcast.thread.Insist;
import dev.taskcast.thread.SafeLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One stream, the last handler of its connection. Nothing is queued for it beyond what Netty is just writing. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in exceptionCaught or channelInactive
final class StreamHandler extends ChannelInboundHandlerAdapter {
    /** How many batches at the most before the other streams have their turn. */
    private static final int BATCHES = 8;
    /** How many bytes before that: a piece of a dump. What it takes the kernel to move more than that, live viewers would wait for. */
    private static final int TURN_BYTES = 32 * 1024;

    private static final long GOODBYE_MILLIS = 500;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog UNDELIVERED = new SafeLog(
            LOG, System.Logger.Level.ERROR, "To pass an answer on to a stream has failed, and is tried again");
    private static final SafeLog STREAM_FAILED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "A stream failed, and ends");

    private final StreamPump pump;
    private final StreamSession session;
    private final boolean chunked;
    private final long endNanos;
    private long stuckSinceNanos; // 0 while the connection takes something
    private long waitingBytes; // when it was last looked at
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable StreamGroup group;
    private int index = -1; // among all streams of the loop
    private int place; // among those of the group
    private boolean isUnfinished;
    private boolean isPushing;

    StreamHandler(StreamPump pump, StreamSession session, boolean chunked, long endNanos) {
        this.pump = pump;
        this.session = session;
        this.chunked = chunked;
        this.endNanos = endNanos;
    }

    int index() {
        return index;
    }

    void index(int newIndex) {
        index = newIndex;
    }

    StreamSession session() {
        return session;
    }

    void join(StreamGroup of, int at) {
        group = of;
        place = at;
    }

    int place() {
        return place;
    }

    /** Null for one that its pump could not add. */
    @Nullable
    StreamGroup group() {
        return group;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
    }

    /** What goes wrong with a stream ends it, and is not for the others: its viewer comes back, and goes on where it was. */
    void orEnd(Runnable action) {
        try {
            action.run();
        } catch (Throwable t) {
            STREAM_FAILED.log(t);
            ChannelHandlerContext to = ctx;
            if (to != null) {
                to.close();
            }
        }
    }

    /** Sends on where it had more than it could send in one turn. */
    void goOn() {
        isUnfinished = false;
        push();
    }

    /** Sends what there is, as far as the connection takes it and there is time; whether there was something. */
    boolean push() {
        ChannelHandlerContext to = ctx;
        if (to == null || index < 0 || !session.hasNext()) {
            return false;
        }
        boolean written = false;
        boolean more = true;
        isPushing = true;
        try {
            int bytes = 0;
            for (int i = 0;
                    more && i < BATCHES && bytes < TURN_BYTES && to.channel().isWritable();
                    i++) {
                Frames frames = session.next();
                if (frames != null) {
                    to.write(buffer(frames), to.voidPromise());
                    bytes += frames.bytes().length;
                    written = true;
                }
                more = frames != null && session.hasNext();
            }
            if (written) {
                to.flush();
            }
        } finally {
            isPushing = false;
        }
        ask(to);
        if (more) {
            goOnLater(to);
        }
        return written;
    }

    /** In another round, after all others have had their turn. */
    private void goOnLater(ChannelHandlerContext to) {
        if (!isUnfinished && index >= 0 && to.channel().isWritable()) {
            isUnfinished = true;
            pump.unfinished(this);
        }
    }

    /** Has a question asked where it may block, and goes on once it is answered. */
    private void ask(ChannelHandlerContext to) {
        Runnable question = session.question();
        if (question == null) {
            return;
        }
        try {
            pump.limits().questions().execute(() -> {
                question.run(); // does not throw
                Insist.on(UNDELIVERED, () -> answered(to));
            });
        } catch (RejectedExecutionException | OutOfMemoryError tooMuch) { // an error where there can be no more threads
            end(to, 0); // it comes back and asks again
        }
    }

    private void answered(ChannelHandlerContext to) {
        try {
            to.executor().execute(() -> orEnd(this::answered));
        } catch (RejectedExecutionException closed) {
            // The server has not waited for this answer any longer.
        }
    }

    private void answered() {
        push();
        ChannelHandlerContext to = ctx;
        if (to != null && index >= 0) {
            if (session.isDenied()) {
                end(to, 0);
            } else {
                ask(to);
            }
        }
    }

    /** Heartbeats, deadlines, and what a lost hint would have sent. */
    void care(long now) {
        ChannelHandlerContext to = ctx;
        if (to == null || isCut(to, now)) {
            return;
        }
        if (endNanos - now <= 0) {
            end(to, pump.limits().count().spreadMillis());
            return;
        }
        if (!to.channel().isWritable()) {
            ask(to); // somebody who does not read may still lose their access
            return;
        }
        if (push()) {
            return;
        }
        ask(to);
        Frames heartbeat = session.heartbeat();
        if (heartbeat != null) {
            to.writeAndFlush(buffer(heartbeat), to.voidPromise());
        }
    }

    /** Whether the connection has taken nothing for too long, and was closed. */
    private boolean isCut(ChannelHandlerContext to, long now) {
        if (to.channel().isWritable()) {
            stuckSinceNanos = 0;
            return false;
        }
        long waiting = waitingBytes(to.channel());
        if (stuckSinceNanos == 0 || waiting != waitingBytes) {
            waitingBytes = waiting;
            stuckSinceNanos = now == 0 ? 1 : now;
        }
        boolean cut = now - stuckSinceNanos > pump.limits().writeDeadlineNanos();
        if (cut) {
            to.close();
        }
        return cut;
    }

    /** What Netty still has to write; exact, also within a chunk, since one may be large and its reader slow. */
    private static long waitingBytes(Channel channel) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        return out == null ? 0 : out.totalPendingWriteBytes() - out.currentProgress();
    }

    /** Says goodbye and closes; a connection that does not take it is closed all the same. */
    void end(long spreadMillis) {
        ChannelHandlerContext to = ctx;
        if (to != null && index >= 0) {
            end(to, spreadMillis);
        }
    }

    private void end(ChannelHandlerContext to, long spreadMillis) {
        pump.remove(this);
        to.write(buffer(session.goodbye(spreadMillis)), to.voidPromise());
        to.writeAndFlush(Unpooled.wrappedBuffer(chunked ? LAST_CHUNK : new byte[0]))
                .addListener(ChannelFutureListener.CLOSE);
        LateClose.after(to, GOODBYE_MILLIS);
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
        ByteBufAllocator allocator = ctx == null ? ByteBufAllocator.DEFAULT : ctx.alloc();
        return allocator
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

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (!isPushing) { // else it may still be so within its turn
            goOnLater(changed);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object ignored) {
        ReferenceCountUtil.release(ignored); // a viewer has nothing more to say on this connection
    }

    /** Most likely the viewer is gone, which nothing else tells of before the next write. Who only ended their side is told. */
    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            end(0);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext gone) {
        pump.remove(this);
        session.close();
        pump.limits().count().leave();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext broken, Throwable cause) {
        broken.close(); // the viewer is gone; it comes back by itself
    }
}
