package dev.taskcast.benchmarks.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Our own write loop over plain {@code SocketChannel}s: all that is left of a stream is a key and its rest. */
final class SelectorLoop {

    /** One stream; confined to the loop. */
    private static final class Stream {
        final SelectionKey key;
        ByteBuffer @Nullable [] rest;

        Stream(SelectionKey key) {
            this.key = key;
        }
    }

    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Stream> streams = new ArrayList<>();
    private final ByteBuffer drain = ByteBuffer.allocateDirect(256);
    private volatile int open;

    SelectorLoop() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Selector selector() {
        return selector;
    }

    int open() {
        return open;
    }

    void start(String name) {
        Thread.ofPlatform().name(name).start(this::run);
    }

    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Takes a non-blocking channel that no other selector holds. */
    void adopt(SocketChannel channel) {
        execute(() -> {
            try {
                adopt(channel.register(selector, SelectionKey.OP_READ));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** On the loop: makes a stream of a channel that is registered here already. */
    void adopt(SelectionKey key) {
        var stream = new Stream(key);
        key.attach(stream);
        streams.add(stream);
        open = streams.size();
    }

    long pump(Frame frame, Duration time) {
        var done = new CompletableFuture<Long>();
        long end = System.nanoTime() + time.toNanos();
        execute(() -> round(frame, 0, now -> now - end < 0, done));
        return done.join();
    }

    private void run() {
        try {
            while (true) {
                if (tasks.isEmpty()) {
                    selector.select(this::ready);
                } else {
                    selector.selectNow(this::ready);
                }
                // Only what is there now: a pump queues its next round, and keys must get their turn in between.
                for (int i = tasks.size(); i > 0; i--) {
                    tasks.remove().run();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void round(Frame frame, long before, LongPredicate more, CompletableFuture<Long> done) {
        long writes = before;
        var buffers = new ByteBuffer[frame.buffers()];
        for (int i = streams.size() - 1; i >= 0; i--) {
            Stream stream = streams.get(i);
            if (stream.rest == null) {
                Arrays.setAll(buffers, n -> frame.direct().duplicate());
                write(stream, buffers);
                writes++;
            }
        }
        long total = writes;
        if (more.test(System.nanoTime())) {
            tasks.add(() -> round(frame, total, more, done));
        } else {
            done.complete(total);
        }
    }

    private void write(Stream stream, ByteBuffer[] buffers) {
        try {
            var channel = (SocketChannel) stream.key.channel();
            if (buffers.length == 1) {
                channel.write(buffers[0]);
            } else {
                channel.write(buffers);
            }
            boolean all = !buffers[buffers.length - 1].hasRemaining();
            if (all != (stream.rest == null)) {
                stream.key.interestOps(all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
            stream.rest = all ? null : buffers.clone();
        } catch (IOException e) {
            close(stream);
        }
    }

    private void ready(SelectionKey key) {
        if (!(key.attachment() instanceof Stream stream)) {
            ((Runnable) key.attachment()).run();
            return;
        }
        ByteBuffer[] rest = stream.rest;
        if (rest != null && key.isWritable()) {
            write(stream, rest);
        }
        if (key.isValid() && key.isReadable()) {
            try {
                drain.clear();
                if (((SocketChannel) key.channel()).read(drain) < 0) {
                    close(stream); // a close and a half-close look alike: both are an end of input
                }
            } catch (IOException e) {
                close(stream);
            }
        }
    }

    private void close(Stream stream) {
        try {
            stream.key.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        streams.remove(stream);
        open = streams.size();
    }
}
