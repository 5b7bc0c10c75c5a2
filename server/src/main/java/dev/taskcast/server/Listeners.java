package dev.taskcast.server;

import dev.taskcast.server.transport.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the sockets that listen. */
final class Listeners {
    /** For a port that is free on one loopback address and taken on the other. */
    private static final int TRIES = 10;

    /** A peer that acknowledges nothing for so long is gone; the kernel alone would try for a quarter of an hour. */
    private static final long DEAD_AFTER_MILLIS = 60_000;

    private final ServerBootstrap bootstrap;

    /**
     * On these event loops.
     *
     * @param loops carry the connections
     * @param transport whose sockets
     * @param connections prepares each connection
     * @param writeDeadline how long a peer may leave what it is sent in its buffers
     */
    Listeners(EventLoopGroup loops, Transport transport, ChannelHandler connections, Duration writeDeadline) {
        bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(connections);
        ChannelOption<Integer> userTimeout = transport.userTimeout();
        if (userTimeout != null) {
            // Also the time that the kernel gives a peer who acknowledges, but has no room.
            long millis = Math.max(DEAD_AFTER_MILLIS, writeDeadline.toMillis());
            bootstrap.childOption(userTimeout, (int) Math.min(Integer.MAX_VALUE, millis));
        }
    }

    /**
     * Listens.
     *
     * @param addresses where; empty for loopback, IPv4 and IPv6 both, since a browser may take localhost for either
     * @param port 0 for any free one
     * @param opened gets the channels
     * @return the port
     */
    int open(List<InetAddress> addresses, int port, List<Channel> opened) {
        if (!addresses.isEmpty()) {
            return addresses.stream()
                    .mapToInt(address -> bind(address, port, opened))
                    .max()
                    .orElse(port);
        }
        for (int tries = 1; ; tries++) {
            int bound = bind(loopback(127, 0, 0, 1), port, opened);
            IOException problem = tryBind(loopback(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), bound, opened);
            if (problem == null || !isInUse(problem)) {
                return bound; // without an IPv6 loopback, IPv4 must do
            }
            opened.removeLast().close().syncUninterruptibly();
            if (port != 0 || tries == TRIES) {
                throw failure("[::1]", bound, problem);
            }
        }
    }

    /**
     * Listens where one has listened before.
     *
     * @param address with its port
     * @return the channel
     * @throws UncheckedIOException if that can't be
     */
    Channel openAgain(SocketAddress address) {
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new UncheckedIOException(new IOException("Could not listen again on " + address, bound.cause()));
        }
        return bound.channel();
    }

    private int bind(InetAddress address, int port, List<Channel> opened) {
        IOException problem = tryBind(address, port, opened);
        if (problem != null) {
            throw failure(address.getHostAddress(), port, problem);
        }
        return ((InetSocketAddress) opened.getLast().localAddress()).getPort();
    }

    private @Nullable IOException tryBind(InetAddress address, int port, List<Channel> opened) {
        ChannelFuture bound = bootstrap.bind(address, port).awaitUninterruptibly();
        if (bound.isSuccess()) {
            opened.add(bound.channel());
            return null;
        }
        return bound.cause() instanceof IOException e ? e : new IOException(bound.cause());
    }

    private static boolean isInUse(IOException problem) {
        String message = String.valueOf(problem.getMessage());
        return message.contains("in use") || (problem instanceof BindException && !message.contains("assign"));
    }

    private static UncheckedIOException failure(String address, int port, IOException problem) {
        return new UncheckedIOException(
                "Could not listen on " + address + ":" + port + ": " + problem.getMessage(), problem);
    }

    private static InetAddress loopback(int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        try {
            return InetAddress.getByAddress("localhost", address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are an address", e);
        }
    }
}
