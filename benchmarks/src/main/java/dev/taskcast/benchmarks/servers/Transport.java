package dev.taskcast.benchmarks.servers;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;

/** How Netty talks to the kernel. */
enum Transport {
    IO_URING(IoUringServerSocketChannel.class) {
        @Override
        IoHandlerFactory handler() {
            // One round's submissions should fit: a full queue is submitted early, which only costs system calls.
            return IoUringIoHandler.newFactory(
                    new IoUringIoHandlerConfig().setRingSize(Integer.getInteger("taskcast.ring", 4096)));
        }
    },
    EPOLL(EpollServerSocketChannel.class) {
        @Override
        IoHandlerFactory handler() {
            return EpollIoHandler.newFactory();
        }
    },
    NIO(NioServerSocketChannel.class) {
        @Override
        IoHandlerFactory handler() {
            return NioIoHandler.newFactory();
        }
    };

    private final Class<? extends ServerChannel> serverChannel;

    Transport(Class<? extends ServerChannel> serverChannel) {
        this.serverChannel = serverChannel;
    }

    abstract IoHandlerFactory handler();

    Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    /** {@code uring}, {@code epoll}, {@code nio}, or {@code best}: the first of them that works here. */
    static Transport of(String name) {
        return switch (name) {
            case "uring" -> IO_URING;
            case "epoll" -> EPOLL;
            case "nio" -> NIO;
            case "best" -> best();
            default -> throw new IllegalArgumentException("transport must be known, got: " + name);
        };
    }

    private static Transport best() {
        // isAvailable() logs nothing above debug and throws nothing, whatever is missing: library, kernel or right.
        if (IoUring.isAvailable()) {
            return IO_URING;
        }
        return Epoll.isAvailable() ? EPOLL : NIO;
    }
}
