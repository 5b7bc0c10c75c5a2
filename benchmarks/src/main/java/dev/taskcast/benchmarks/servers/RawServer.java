package dev.taskcast.benchmarks.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The limit: one NIO loop, no HTTP parser; whatever comes first is taken for a request. */
final class RawServer implements StreamServer {

    private static final byte[] HEADER_BYTES = HEADERS.getBytes(StandardCharsets.US_ASCII);

    private final SelectorLoop loop = new SelectorLoop();
    private final ByteBuffer request = ByteBuffer.allocateDirect(4096);

    @Override
    public int start() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        server.configureBlocking(false);
        server.register(loop.selector(), SelectionKey.OP_ACCEPT, (Runnable) () -> accept(server));
        loop.start("raw");
        return server.socket().getLocalPort();
    }

    @Override
    public int open() {
        return loop.open();
    }

    @Override
    public long pump(Frame frame, Duration time) {
        return loop.pump(frame, time);
    }

    private void accept(ServerSocketChannel server) {
        try {
            SocketChannel channel = server.accept();
            channel.configureBlocking(false);
            // As the others do: Nagle's algorithm would join small frames in the kernel and double the result.
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(loop.selector(), SelectionKey.OP_READ);
            key.attach((Runnable) () -> answer(key, channel));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(SelectionKey key, SocketChannel channel) {
        try {
            channel.read(request.clear());
            channel.write(ByteBuffer.wrap(HEADER_BYTES));
            loop.adopt(key);
        } catch (IOException e) {
            key.cancel();
        }
    }
}
