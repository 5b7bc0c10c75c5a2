package dev.taskcast.benchmarks.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Opens streams, some at a time, until each has what there was. Of the loop's thread. */
final class Opening {

    private static final int AT_A_TIME = 64;

    /**
     * What to open.
     *
     * @param port the server's
     * @param path with {@code %d} where each has a number of its own
     * @param receiveBuffer of their sockets in bytes; 0 for the system's choice
     * @param mark what tells that one has what there was
     */
    record Wanted(int port, int count, String path, int receiveBuffer, String mark) {}

    private final Selector selector;
    private final ViewerGroup group;
    private final Wanted wanted;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private final long begun = System.nanoTime();
    private final int first;
    private int begunCount;
    private int open;

    Opening(Selector selector, ViewerGroup group, Wanted wanted) {
        this.selector = selector;
        this.group = group;
        this.wanted = wanted;
        first = group.viewers.size();
    }

    /** The nanoseconds that it took. */
    CompletableFuture<Long> start() throws IOException {
        for (int i = 0; i < AT_A_TIME; i++) {
            next();
        }
        if (wanted.count() == 0) {
            done.complete(0L);
        }
        return done;
    }

    private void next() throws IOException {
        if (begunCount == wanted.count()) {
            return;
        }
        String path = wanted.path().replace("%d", String.valueOf(first + begunCount));
        begunCount++;
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        if (wanted.receiveBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, wanted.receiveBuffer());
        }
        WordFinder mark = new WordFinder(wanted.mark().getBytes(StandardCharsets.US_ASCII));
        Viewer viewer = new Viewer(channel, group, this, path, mark);
        group.viewers.add(viewer);
        boolean connected = channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted.port()));
        channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, viewer);
        if (connected) {
            request(viewer);
        }
    }

    void connected(SelectionKey key, Viewer viewer) throws IOException {
        viewer.channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        request(viewer);
    }

    private static void request(Viewer viewer) throws IOException {
        String request = """
                GET %s HTTP/1.1\r
                Host: localhost\r
                Accept: text/event-stream\r
                User-Agent: benchmark\r
                Cache-Control: no-cache\r
                \r
                """.formatted(viewer.path);
        viewer.channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    }

    /** One has what there was. */
    void opened(Viewer viewer) throws IOException {
        viewer.opening = null;
        open++;
        if (open == wanted.count()) {
            done.complete(System.nanoTime() - begun);
        } else {
            next();
        }
    }

    void failed(String why) {
        done.completeExceptionally(new IOException("A stream must begin, but " + why));
    }
}
