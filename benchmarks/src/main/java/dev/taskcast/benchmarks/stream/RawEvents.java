package dev.taskcast.benchmarks.stream;

import dev.taskcast.benchmarks.process.ProcessStats;
import dev.taskcast.task.TaskProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The limit: one plain loop that knows who watches what, and writes ready-made bytes. No HTTP parser, no log, no merging: whoever
 * can't be written to misses the event.
 */
final class RawEvents implements EventServer {

    private static final String HEADERS = """
            HTTP/1.1 200 OK\r
            Content-Type: text/event-stream\r
            Cache-Control: no-store\r
            Connection: close\r
            \r
            """;
    private static final Pattern TASK = Pattern.compile("[?&]task=task-(\\d+)");
    private static final int ALL = -1;
    private static final int SLAB_BYTES = 1 << 20;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Selector selector;
    private volatile boolean closed;
    private ByteBuffer slab = ByteBuffer.allocateDirect(SLAB_BYTES); // of the publisher's thread

    @SuppressWarnings("UnusedVariable") // written only: that is what is measured
    private volatile TaskProgress progress = TaskProgress.STARTING;

    // Of the loop's thread.
    private final Map<Integer, List<Viewer>> watchers = new HashMap<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(4096);
    private final ByteBuffer dump;
    private ByteBuffer replay;

    /** One connection: before its request, and as a stream. */
    private static final class Viewer {
        final SocketChannel channel;
        final SelectionKey key;
        int task;
        boolean streams;

        @Nullable
        ByteBuffer rest;

        Viewer(SocketChannel channel, SelectionKey key) {
            this.channel = channel;
            this.key = key;
        }
    }

    RawEvents(Setup setup) throws IOException {
        selector = Selector.open();
        dump = answer(
                IntStream.range(0, setup.registered()).mapToObj(Text::init).collect(Collectors.joining()));
        replay = dump;
    }

    /** All that a stream begins with. */
    private static ByteBuffer answer(String frames) {
        byte[] bytes = (HEADERS + frames + Text.READY).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    @Override
    public int start() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        Thread.ofPlatform().name("raw").daemon().start(this::run);
        return server.socket().getLocalPort();
    }

    @Override
    public void publish(int task, int events) {
        var text = new StringBuilder();
        for (int i = 0; i < events; i++) {
            text.append(Text.frame(task));
        }
        ByteBuffer frames = slice(text.toString().getBytes(StandardCharsets.US_ASCII));
        execute(() -> {
            send(ALL, frames);
            send(task, frames);
        });
    }

    /** Of memory that many events share: to allocate some for each would cost more than to write it. */
    private ByteBuffer slice(byte[] frames) {
        if (slab.remaining() < frames.length) {
            slab = ByteBuffer.allocateDirect(Math.max(SLAB_BYTES, frames.length));
        }
        ByteBuffer slice = slab.slice(slab.position(), frames.length);
        slab.put(frames);
        return slice;
    }

    @Override
    public long history(int events) {
        ByteBuffer answer = answer(Text.frame(0).repeat(events));
        execute(() -> replay = answer);
        return 1;
    }

    @Override
    public void report(int calls) {
        for (int i = 0; i < calls; i++) {
            progress = new TaskProgress("Working", i, calls);
        }
    }

    private void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void run() {
        try (selector) {
            while (!closed) {
                selector.select(this::ready);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(int task, ByteBuffer frames) {
        List<Viewer> viewers = watchers.getOrDefault(task, List.of());
        for (int i = viewers.size() - 1; i >= 0; i--) { // backwards: one whose write fails is taken out
            Viewer viewer = viewers.get(i);
            if (viewer.rest == null) {
                write(viewer, frames.duplicate());
            }
        }
    }

    private void write(Viewer viewer, ByteBuffer frames) {
        try {
            viewer.channel.write(frames);
            boolean whole = !frames.hasRemaining();
            if (whole != (viewer.rest == null)) {
                viewer.key.interestOps(whole ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
            viewer.rest = whole ? null : frames;
        } catch (IOException e) {
            end(viewer);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                accept(server);
                return;
            }
            Viewer viewer = (Viewer) key.attachment();
            if (viewer.rest != null && key.isWritable()) {
                write(viewer, viewer.rest);
            }
            if (key.isValid() && key.isReadable()) {
                if (viewer.channel.read(in.clear()) < 0) {
                    end(viewer);
                } else if (!viewer.streams) {
                    begin(viewer, StandardCharsets.US_ASCII.decode(in.flip()).toString());
                }
            }
        } catch (IOException e) {
            key.cancel();
        }
    }

    private void accept(ServerSocketChannel server) throws IOException {
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        // As the others do: Nagle's algorithm would join small frames in the kernel.
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        key.attach(new Viewer(channel, key));
    }

    /** What has come first is taken for a whole request. */
    private void begin(Viewer viewer, String request) {
        Matcher task = TASK.matcher(request);
        viewer.task = task.find() ? Integer.parseInt(task.group(1)) : ALL;
        viewer.streams = true;
        watchers.computeIfAbsent(viewer.task, key -> new ArrayList<>()).add(viewer);
        write(viewer, (request.contains("lastEventId=") ? replay : dump).duplicate());
    }

    private void end(Viewer viewer) {
        watchers.getOrDefault(viewer.task, new ArrayList<>()).remove(viewer);
        try {
            viewer.channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long cpuNanos() {
        return ProcessStats.cpuNanos();
    }

    @Override
    public long heapBytes() {
        return ProcessStats.heapBytes();
    }

    @Override
    public long rssBytes() throws IOException {
        return ProcessStats.rssBytes();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
