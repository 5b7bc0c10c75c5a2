package dev.taskcast.server.transport;

import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoop;
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
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What carries the bytes. */
public enum Transport {
    /** The kernel's submission rings: many sends in one system call. */
    IO_URING,
    /** The kernel's readiness list. */
    EPOLL,
    /** The JDK's selector: everywhere. */
    NIO;

    /** How many sends go to the kernel at once: enough to make its price small, and few enough that viewers read while others are sent to. */
    private static final int RING_SLOTS = 256;

    /** Room for what comes from all streams of a loop at the same time: what does not fit is kept by the kernel, at a price. The most it takes. */
    private static final int COMPLETION_SLOTS = 65_536;

    /**
     * How many buffers of joined writes Netty 4.2.18 collects for one submission: by default ten times as many as it then takes, and what it
     * does not take it tries again, without end, as a write of nothing. With as many as it takes, it submits them when they are full.
     */
    private static final String WRITE_BUFFERS = "io.netty.iouring.numElementsIoVec";

    private static final int MAX_WRITE_BUFFERS = 1_024; // the kernel's limit for one write, UIO_MAXIOV

    /**
     * The first one that works here without a warning of the JVM's. Says nothing of those that do not.
     *
     * @return which one to use
     */
    public static Transport best() {
        if (!NativeAccess.isGranted()) {
            return NIO;
        }
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
                case IO_URING -> {
                    limitWriteBuffers();
                    yield IoUring.isAvailable();
                }
                case EPOLL -> Epoll.isAvailable();
                case NIO -> true;
            };
        } catch (LinkageError noSuchLibrary) { // an application may leave the jars of a transport out
            return false;
        }
    }

    /** Before Netty's class is initialised, which reads it once. */
    private static void limitWriteBuffers() {
        if (System.getProperty(WRITE_BUFFERS) == null) {
            System.setProperty(WRITE_BUFFERS, String.valueOf(MAX_WRITE_BUFFERS));
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
        return newLoops(count, threads, handlers());
    }

    static MultiThreadIoEventLoopGroup newLoops(int count, LoopThreads threads, IoHandlerFactory of) {
        return new MultiThreadIoEventLoopGroup(count, threads, of) {
            @Override
            protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... none) {
                return new LastingLoop(this, executor, handlers);
            }
        };
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
