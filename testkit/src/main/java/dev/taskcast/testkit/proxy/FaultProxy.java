package dev.taskcast.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between clients and a server of HTTP/1.1 on the loopback address, and cuts, delays, buffers and duplicates the
 * frames of its event streams, by a seed. It can also be taken away altogether: then there is nobody on its port. Other
 * answers pass as they are. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private final int serverPort;
    private final Random random;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<ProxiedStream> streams = new CopyOnWriteArrayList<>();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile Faults faults = Faults.NONE;
    private ServerSocket listener;
    private Thread acceptor;

    /**
     * Listens on any free port.
     *
     * @param serverPort where the server is
     * @param seed the same seed draws the same faults, as far as the frames come in the same order
     * @throws UncheckedIOException if it can't listen
     */
    public FaultProxy(int serverPort, long seed) {
        this.serverPort = serverPort;
        random = new Random(seed);
        listener = listen(0);
        acceptor = acceptor(listener);
    }

    /**
     * Where clients connect.
     *
     * @return the port
     */
    public synchronized int port() {
        return listener.getLocalPort();
    }

    /**
     * What happens from now on.
     *
     * @param faults how often what
     */
    public void faults(Faults faults) {
        this.faults = faults;
    }

    /**
     * How many streams were cut by chance.
     *
     * @return a number that grows
     */
    public int cuts() {
        return cuts.get();
    }

    /**
     * The event streams that have been asked for.
     *
     * @return the oldest first
     */
    public List<ProxiedStream> streams() {
        return List.copyOf(streams);
    }

    /**
     * Those of them that are open.
     *
     * @return a number
     */
    public long openStreams() {
        return streams.stream().filter(ProxiedStream::isOpen).count();
    }

    /** Cuts every connection, and closes the port. */
    public synchronized void takeAway() {
        try {
            listener.close();
            acceptor.join(); // the port is free only once nobody waits on it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(ProxiedConnection::cut);
    }

    /** Cuts every connection; the next ones are served. */
    public void cut() {
        connections.forEach(ProxiedConnection::cut);
    }

    /** Listens on the same port again. */
    public synchronized void putBack() {
        listener = listen(listener.getLocalPort());
        acceptor = acceptor(listener);
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Thread acceptor(ServerSocket socket) {
        Thread thread = new Thread(() -> accept(socket), "fault-proxy");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                pass(socket.accept());
            } catch (IOException e) {
                continue; // the port was closed, or the client has gone already
            }
            if (socket.isClosed()) {
                connections.forEach(ProxiedConnection::cut); // taken away meanwhile
            }
        }
    }

    private void pass(Socket client) throws IOException {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            ProxiedConnection connection = new ProxiedConnection(client, server, this);
            connections.add(connection);
            connection.start();
        } catch (IOException noServer) {
            client.close(); // as if there were nobody here either
        }
    }

    ProxiedStream opened(String request) {
        ProxiedStream stream = new ProxiedStream(request);
        streams.add(stream);
        return stream;
    }

    void ended(ProxiedConnection connection) {
        connections.remove(connection);
    }

    /** What happens to the next frame. */
    Fate next(int length) {
        Faults now = faults;
        synchronized (random) {
            boolean cut = random.nextDouble() < now.cut();
            if (cut) {
                cuts.incrementAndGet();
            }
            return new Fate(
                    cut ? random.nextInt(length) : -1,
                    random.nextDouble() < now.duplicate(),
                    random.nextDouble() < now.hold(),
                    random.nextDouble() < now.delay()
                            ? random.nextLong(now.longestDelay().toNanos() + 1)
                            : 0);
        }
    }

    /**
     * What happens to a frame.
     *
     * @param cutAt after how many of its bytes the connection is cut, or -1
     * @param twice whether it comes twice
     * @param held whether it waits for the next one
     * @param delayNanos how late it comes
     */
    record Fate(int cutAt, boolean twice, boolean held, long delayNanos) {}

    /** Cuts every connection, and closes the port for good. */
    @Override
    public void close() {
        takeAway();
    }
}
