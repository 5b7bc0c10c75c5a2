package dev.taskcast.benchmarks.servers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.IovArray;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Streams are our own epoll handles on Netty's event loop; their channels are gone. */
final class EpollTail implements StreamTail {

    private static final EpollIoOps IDLE = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP);
    private static final EpollIoOps FULL = EpollIoOps.EPOLLOUT.with(EpollIoOps.EPOLLRDHUP);

    private final List<Stream> streams = new ArrayList<>();
    private final IovArray vectors = new IovArray(64);
    private volatile int open;
    private @Nullable IoEventLoop loop;
    private ByteBuf frame = Unpooled.EMPTY_BUFFER;
    private int buffers = 1;

    @Override
    public void start(IoEventLoop eventLoop) {
        loop = eventLoop;
    }

    @Override
    public void adopt(Channel channel) {
        FileDescriptor fd = ((UnixChannel) channel).fd();
        // No bytes may be read between here and our own registration, or they would be lost with the channel.
        channel.config().setAutoRead(false);
        channel.deregister().addListener(done -> {
            var stream = new Stream(fd);
            Objects.requireNonNull(loop).register(stream).addListener(registered -> {
                stream.registration = (IoRegistration) registered.getNow();
                stream.registration.submit(IDLE);
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
        buffers = shared.buffers();
        frame = shared.byteBuf();
        return LoopPump.run(Objects.requireNonNull(loop), time, this::round);
    }

    private long round() {
        long writes = 0;
        for (int i = streams.size() - 1; i >= 0; i--) {
            Stream stream = streams.get(i);
            if (stream.rest == 0) {
                stream.write(0);
                writes++;
            }
        }
        return writes;
    }

    private final class Stream implements EpollIoHandle {

        private final FileDescriptor fd;
        private @Nullable IoRegistration registration;
        private int rest;

        Stream(FileDescriptor fd) {
            this.fd = fd;
        }

        @Override
        public FileDescriptor fd() {
            return fd;
        }

        /** Writes all from an offset on; what the socket does not take is {@code rest}. */
        void write(int from) {
            int size = frame.readableBytes();
            try {
                long sent;
                if (buffers == 1) {
                    sent = fd.writeAddress(frame.memoryAddress(), from, size);
                } else {
                    vectors.clear();
                    for (int skip = from, n = 0; n < buffers; n++, skip = Math.max(0, skip - size)) {
                        if (skip < size) {
                            vectors.add(frame, skip, size - skip);
                        }
                    }
                    sent = fd.writevAddresses(vectors.memoryAddress(0), vectors.count());
                }
                int left = Math.toIntExact((long) size * buffers - from - sent);
                if (left > 0 != rest > 0) {
                    Objects.requireNonNull(registration).submit(left > 0 ? FULL : IDLE);
                }
                rest = left;
            } catch (IOException e) {
                close();
            }
        }

        @Override
        public void handle(IoRegistration to, IoEvent event) {
            EpollIoOps ops = ((EpollIoEvent) event).ops();
            if (ops.contains(EpollIoOps.EPOLLRDHUP) || ops.contains(EpollIoOps.EPOLLERR)) {
                close(); // both a close and a half-close of the client
            } else if (ops.contains(EpollIoOps.EPOLLOUT) && rest > 0) {
                write(frame.readableBytes() * buffers - rest);
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
