package dev.taskcast.server.transport;

import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import org.jspecify.annotations.Nullable;

/** What carries the bytes. */
public enum Transport {
    /** The kernel's submission rings: many sends in one system call. */
    IO_URING,
    /** The kernel's readiness list. */
    EPOLL,
    /** The JDK's selector: everywhere. */
    NIO;

    /** A round over the streams of a loop fills this many at once; fewer slots cost it a system call more for each fill. */
    private static final int RING_SLOTS = 4_096;

    /** Room for what comes from all streams at the same time: what does not fit is kept by the kernel, at a price. */
    private static final int COMPLETION_SLOTS = 16_384;

    /**
     * The first one that works here. Says nothing of those that do not.
     *
     * @return which one to use
     */
    public static Transport best() {
        for (Transport transport : values()) {
            if (transport.isAvailable()) {
                return transport;
            }
        }
        throw new IllegalStateException("The JDK's selector is always there");
    }

    /**
     * Whether it works here.
     *
     * @return false where the kernel or the native library is missing
     */
    public boolean isAvailable() {
        try {
            return switch (this) {
                case IO_URING -> IoUring.isAvailable();
                case EPOLL -> Epoll.isAvailable();
                case NIO -> true;
            };
        } catch (LinkageError noSuchLibrary) { // an application may leave the jars of a transport out
            return false;
        }
    }

    /**
     * Event loops on platform threads of their own.
     *
     * @param count how many
     * @param threads makes their threads
     * @return the caller shuts them down
     */
    public MultiThreadIoEventLoopGroup newLoops(int count, LoopThreads threads) {
        return new MultiThreadIoEventLoopGroup(count, threads, handlers());
    }

    private IoHandlerFactory handlers() {
        return switch (this) {
            case IO_URING ->
                IoUringIoHandler.newFactory(
                        new IoUringIoHandlerConfig().setRingSize(RING_SLOTS).setCqSize(COMPLETION_SLOTS));
            case EPOLL -> EpollRegistrations.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    /**
     * The option for how long, in milliseconds, what was sent may stay unacknowledged (RFC 5482).
     *
     * @return null where the transport has none
     */
    public @Nullable ChannelOption<Integer> userTimeout() {
        return switch (this) {
            case IO_URING -> IoUringChannelOption.TCP_USER_TIMEOUT;
            case EPOLL -> EpollChannelOption.TCP_USER_TIMEOUT;
            case NIO -> null;
        };
    }

    /**
     * The channel that listens.
     *
     * @return its class
     */
    public Class<? extends ServerChannel> serverChannel() {
        return switch (this) {
            case IO_URING -> IoUringServerSocketChannel.class;
            case EPOLL -> EpollServerSocketChannel.class;
            case NIO -> NioServerSocketChannel.class;
        };
    }
}
