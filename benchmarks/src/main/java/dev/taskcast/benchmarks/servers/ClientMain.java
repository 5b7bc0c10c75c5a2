package dev.taskcast.benchmarks.servers;

import dev.taskcast.benchmarks.process.ProcessStats;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The viewers' JVM: one selector loop that counts bytes. The argument is the port; commands come on standard
 * input, one answer line each: {@code open COUNT}, {@code close COUNT}, {@code half COUNT} (half-close, keeps
 * reading), {@code count} (bytes read and CPU nanoseconds so far).
 */
final class ClientMain {

    private static final byte[] REQUEST = """
            GET /tasks/events HTTP/1.1\r
            Host: localhost\r
            Accept: text/event-stream\r
            User-Agent: benchmark\r
            Accept-Encoding: gzip\r
            Cache-Control: no-cache\r
            \r
            """.getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress server;
    private final Selector selector = Selector.open();
    private final Deque<SocketChannel> streams = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final AtomicLong bytes = new AtomicLong();

    private ClientMain(int port) throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public static void main(String[] args) throws IOException {
        var client = new ClientMain(Integer.parseInt(args[0]));
        Thread.ofPlatform().daemon().name("reader").start(client::read);
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            int count = words.length > 1 ? Integer.parseInt(words[1]) : 0;
            switch (words[0]) {
                case "open" -> client.open(count);
                case "close" -> client.close(count);
                case "half" -> client.halfClose(count);
                default -> {} // "count" only wants the answer
            }
            System.out.println(client.bytes.get() + " " + ProcessStats.cpuNanos());
        }
    }

    private void open(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(server);
            channel.write(ByteBuffer.wrap(REQUEST));
            // The first bytes are read here: a stream counts as open when its headers have come.
            synchronized (buffer) {
                buffer.clear();
                channel.read(buffer);
            }
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            streams.add(channel);
        }
        selector.wakeup();
    }

    private void close(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            streams.removeFirst().close();
        }
        selector.wakeup();
    }

    private void halfClose(int count) throws IOException {
        for (SocketChannel channel : streams.stream().limit(count).toList()) {
            channel.shutdownOutput();
        }
    }

    private void read() {
        try {
            while (true) {
                // Not select(): a viewer that a write has to wake makes that write twice as dear, depending on
                // what else the machine does; viewers elsewhere cost the server no wake-up at all.
                Thread.sleep(2);
                selector.selectNow(this::readOne);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts the reader", e);
        }
    }

    private void readOne(SelectionKey key) {
        try {
            int read;
            synchronized (buffer) {
                buffer.clear();
                read = ((SocketChannel) key.channel()).read(buffer);
            }
            if (read < 0) {
                key.channel().close();
            } else {
                bytes.addAndGet(read);
            }
        } catch (IOException e) {
            key.cancel();
        }
    }
}
