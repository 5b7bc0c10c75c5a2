package dev.taskcast.benchmarks.servers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.IovArray;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Streams are our own io_uring handles on Netty's event loop; their channels are gone. A round only queues
 * sends; the loop submits them with one system call. A full socket needs no code: its send completes late.
 */
final class UringTail implements StreamTail {

    // From linux/io_uring.h and sys/socket.h; Netty's own constants are not public.
    private static final byte OP_POLL_ADD = 6;
    private static final byte OP_WRITEV = 2;
    private static final byte OP_SEND = 26;
    private static final int MSG_WAITALL = 0x100;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int POLLRDHUP = 0x2000;

    private final List<Stream> streams = new ArrayList<>();
    private volatile int open;
    private @Nullable IoEventLoop loop;

    @Override
    public void start(IoEventLoop eventLoop) {
        loop = eventLoop;
    }

    @Override
    public void adopt(Channel channel) {
        FileDescriptor fd = ((UnixChannel) channel).fd();
        channel.config().setAutoRead(false);
        channel.deregister().addListener(done -> {
            var stream = new Stream(fd);
            Objects.requireNonNull(loop).register(stream).addListener(registered -> {
                stream.registration = (IoRegistration) registered.getNow();
                // One shot: it completes when the client closes or half-closes, without a buffer waiting for it.
                stream.submit(OP_POLL_ADD, 0, 0, POLLRDHUP);
                streams.add(stream);
                open = streams.size();
            });
        });
    }

    @Override
    public int open() {
        return open;
    }

    @Override
    public long pump(Frame shared, Duration time) throws Exception {
        ByteBuf frame = shared.byteBuf();
        if (shared.buffers() == 1) {
            return LoopPump.run(Objects.requireNonNull(loop), time, () -> {
                return round(OP_SEND, frame.memoryAddress(), frame.readableBytes(), MSG_WAITALL | MSG_NOSIGNAL);
            });
        }
        // The same vector serves all streams; short writes would need a rest per stream here.
        var vectors = new IovArray(64);
        for (int n = 0; n < shared.buffers(); n++) {
            vectors.add(frame, 0, frame.readableBytes());
        }
        return LoopPump.run(Objects.requireNonNull(loop), time, () -> {
            return round(OP_WRITEV, vectors.memoryAddress(0), vectors.count(), 0);
        });
    }

    private long round(byte opcode, long address, int length, int flags) {
        long writes = 0;
        for (int i = streams.size() - 1; i >= 0; i--) {
            Stream stream = streams.get(i);
            if (!stream.sending) {
                stream.sending = true;
                stream.submit(opcode, address, length, flags);
                writes++;
            }
        }
        return writes;
    }

    private final class Stream implements IoUringIoHandle {

        private final FileDescriptor fd;
        private @Nullable IoRegistration registration;
        private boolean sending;

        Stream(FileDescriptor fd) {
            this.fd = fd;
        }

        void submit(byte opcode, long address, int length, int flags) {
            Objects.requireNonNull(registration)
                    .submit(new IoUringIoOps(
                            opcode,
                            (byte) 0,
                            (short) 0,
                            fd.intValue(),
                            0L,
                            address,
                            length,
                            flags,
                            0L,
                            (short) 0,
                            (short) 0,
                            0,
                            0L));
        }

        @Override
        public void handle(IoRegistration from, IoEvent event) {
            var completion = (IoUringIoEvent) event;
            if (completion.opcode() == OP_POLL_ADD || completion.res() < 0) {
                close();
            } else {
                sending = false;
            }
        }

        @Override
        public void close() {
            if (!fd.isOpen()) {
                return;
            }
            Objects.requireNonNull(registration).cancel();
            try {
                fd.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            streams.remove(this);
            open = streams.size();
        }
    }
}
