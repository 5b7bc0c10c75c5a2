package dev.taskcast.store.jdbc.nemesis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is between one process and the database: it can be cut, refuse, delay, and be silent in one direction or both. What it
 * holds back while it is silent goes on after that, as TCP has it. Thread-safe.
 */
final class Link implements AutoCloseable {
    /** Where bytes go. */
    enum Way {
        TO_DATABASE,
        TO_PROCESS
    }

    private static final int PIECE = 16_384;

    private final int databasePort;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();
    private final Set<Way> silent = ConcurrentHashMap.newKeySet();
    private volatile boolean refuses;
    private volatile int delayMillis;

    Link(int databasePort) {
        this.databasePort = databasePort;
        try {
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("link").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Ends all connections; the next ones are let through. */
    void cut() {
        open.forEach(Link::close);
    }

    /** From now on nobody gets through, or somebody does again. */
    void refuse(boolean whether) {
        refuses = whether;
        if (whether) {
            cut();
        }
    }

    /** Holds all bytes of one direction back, or lets them go. */
    void silence(Way way, boolean whether) {
        synchronized (change) {
            if (whether) {
                silent.add(way);
            } else {
                silent.remove(way);
            }
            change.notifyAll();
        }
    }

    /** Each piece comes so much later. */
    void delay(int millis) {
        delayMillis = millis;
    }

    /** All as it should be. */
    void heal() {
        refuse(false);
        delay(0);
        for (Way way : Way.values()) {
            silence(way, false);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket process = listener.accept();
                if (refuses) {
                    close(process);
                } else {
                    connect(process);
                }
            } catch (IOException closed) {
                // or the process has gone already
            }
        }
    }

    private void connect(Socket process) {
        try {
            Socket database = new Socket(InetAddress.getLoopbackAddress(), databasePort);
            open.add(process);
            open.add(database);
            pipe(process, database, Way.TO_DATABASE);
            pipe(database, process, Way.TO_PROCESS);
        } catch (IOException noDatabase) {
            close(process);
        }
    }

    private void pipe(Socket from, Socket to, Way way) {
        Thread.ofPlatform().daemon().name("link " + way).start(() -> {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] piece = new byte[PIECE];
                for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                    hold(way);
                    out.write(piece, 0, read);
                    out.flush();
                }
            } catch (IOException | InterruptedException cut) {
                // both ends learn of it below
            } finally {
                close(from);
                close(to);
                open.remove(from);
                open.remove(to);
            }
        });
    }

    private void hold(Way way) throws InterruptedException {
        int millis = delayMillis;
        if (millis > 0) {
            Thread.sleep(millis);
        }
        synchronized (change) {
            while (silent.contains(way)) {
                change.wait();
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // so it is closed
        }
    }

    @Override
    public void close() {
        close(listener);
        cut();
        heal();
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // so it is closed
        }
    }
}
