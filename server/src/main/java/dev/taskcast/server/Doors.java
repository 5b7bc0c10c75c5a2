package dev.taskcast.server;

import dev.taskcast.thread.Loop;
import dev.taskcast.thread.ThreadMaker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.group.ChannelGroup;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The sockets that listen, looked after once a second. One that was closed, or has stopped to accept, since there was no memory for a
 * moment, is opened again. While a manager is out of order all are closed, and the connections with them, so that whoever sends requests
 * here sends them elsewhere. Thread-safe.
 */
final class Doors implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private final Listeners listeners;
    private final ChannelGroup connections;
    private final BooleanSupplier isOutOfOrder;
    private final Loop loop;

    // Guarded by this.
    private final List<Channel> open = new ArrayList<>();
    private final List<SocketAddress> addresses = new ArrayList<>(); // of those, in the same order
    private boolean shut;

    /**
     * None yet.
     *
     * @param listeners opens them
     * @param connections what came in
     * @param isOutOfOrder whether nobody is to come in
     */
    Doors(Listeners listeners, ChannelGroup connections, BooleanSupplier isOutOfOrder) {
        this.listeners = listeners;
        this.connections = connections;
        this.isOutOfOrder = isOutOfOrder;
        loop = new Loop(ThreadMaker.here(), Loop.Watch.NONE, "taskcast-http-doors", this::look);
    }

    /**
     * Listens.
     *
     * @param where empty for loopback
     * @param wantedPort 0 for any free one
     * @return the port
     */
    synchronized int open(List<InetAddress> where, int wantedPort) {
        int port = listeners.open(where, wantedPort, open);
        open.forEach(channel -> addresses.add(channel.localAddress()));
        loop.start();
        return port;
    }

    private synchronized void look() {
        if (loop.isStopped()) {
            return;
        }
        boolean wasShut = shut;
        shut = isOutOfOrder.getAsBoolean();
        if (shut) {
            shut(wasShut);
            return;
        }
        for (int i = 0; i < addresses.size(); i++) {
            Channel channel = open.get(i);
            if (!channel.isOpen()) {
                open.set(i, listeners.openAgain(addresses.get(i)));
                LOG.log(System.Logger.Level.WARNING, "Listens again on " + addresses.get(i));
            } else if (!channel.config().isAutoRead()) {
                channel.config().setAutoRead(true);
            }
        }
    }

    private void shut(boolean isToldOf) {
        if (!isToldOf) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "A task manager is out of order: the server closes its sockets until it is not");
        }
        closeListeners();
        for (Channel connection : connections) { // not the group: one that was closed lets nobody in any more
            ChannelFuture ignored = connection.close();
        }
    }

    private void closeListeners() {
        open.forEach(listener -> listener.close().awaitUninterruptibly(2, TimeUnit.SECONDS));
    }

    /** Closes them for good. */
    @Override
    public void close() {
        loop.close();
        synchronized (this) {
            closeListeners();
        }
    }
}
