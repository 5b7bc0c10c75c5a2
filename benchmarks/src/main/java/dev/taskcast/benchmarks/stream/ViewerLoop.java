package dev.taskcast.benchmarks.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads all streams, on one thread. It never waits in the kernel for them: a viewer that a write has to wake makes that write twice
 * as dear, and viewers elsewhere cost the server no wake-up at all.
 */
final class ViewerLoop implements AutoCloseable {

    // Without it each look finds a frame or two, costs more than they do, and gets in the way of the server's writes.
    private static final long GLANCE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private static final long SLOW_READ_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Selector selector = Selector.open();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    // Of the loop's thread.
    private final Map<String, ViewerGroup> groups = new HashMap<>();
    private final ByteBuffer direct = ByteBuffer.allocateDirect(64 * 1024);
    private final byte[] bytes = new byte[64 * 1024];
    private long pauseNanos = TimeUnit.MILLISECONDS.toNanos(1);
    private long busyNanos;
    private long nextSlowRead;

    ViewerLoop() throws IOException {
        Thread.ofPlatform().daemon().name("viewers").start(this::run);
    }

    /** Runs something on the loop's thread. */
    <T> T call(Callable<T> task) throws Exception {
        var done = new CompletableFuture<T>();
        tasks.add(() -> {
            try {
                done.complete(task.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(10, TimeUnit.SECONDS);
    }

    /** On the loop's thread: a group, new where there was none. */
    ViewerGroup group(String name) {
        return groups.computeIfAbsent(name, key -> new ViewerGroup());
    }

    /** On the loop's thread: begins to open streams; how long it takes is known when all have begun. */
    CompletableFuture<Long> open(String group, Opening.Wanted wanted) throws IOException {
        return new Opening(selector, group(group), wanted).start();
    }

    /** On the loop's thread: how long to leave the streams alone when there was nothing; 0 to look on at once. */
    void pause(long micros) {
        pauseNanos = TimeUnit.MICROSECONDS.toNanos(micros);
    }

    /** On the loop's thread: time in which there was something to read. */
    long busyNanos() {
        return busyNanos;
    }

    /** On the loop's thread: reads so many bytes a second from each, or {@link ViewerGroup#ALL}. */
    void readRate(ViewerGroup group, int bytesPerSecond) {
        group.bytesPerSecond = bytesPerSecond;
        for (Viewer viewer : group.viewers) {
            SelectionKey key = viewer.channel.keyFor(selector);
            if (key != null && key.isValid()) {
                key.interestOps(bytesPerSecond == ViewerGroup.ALL ? SelectionKey.OP_READ : 0);
            }
        }
    }

    /** On the loop's thread. */
    void close(ViewerGroup group) throws IOException {
        for (Viewer viewer : group.viewers) {
            viewer.channel.close();
        }
        group.viewers.clear();
    }

    private void run() {
        try (selector) {
            while (!closed) {
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                pass();
            }
            for (ViewerGroup group : groups.values()) {
                close(group);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pass() throws IOException {
        long begun = System.nanoTime();
        int ready = selector.selectNow(this::ready);
        if (begun - nextSlowRead >= 0) {
            nextSlowRead = begun + SLOW_READ_NANOS;
            readSlowly();
        }
        if (ready > 0) {
            busyNanos += System.nanoTime() - begun;
        } else if (pauseNanos > 0) {
            LockSupport.parkNanos(pauseNanos);
        }
        while (pauseNanos == 0 && System.nanoTime() - begun < GLANCE_NANOS) {
            Thread.onSpinWait();
        }
    }

    private void ready(SelectionKey key) {
        Viewer viewer = (Viewer) key.attachment();
        Opening opening = viewer.opening;
        try {
            if (opening != null && key.isConnectable()) {
                opening.connected(key, viewer);
            } else {
                read(viewer, bytes.length);
            }
        } catch (IOException e) {
            ended(viewer, "its connection failed: " + e.getMessage());
        }
    }

    private void readSlowly() throws IOException {
        for (ViewerGroup group : groups.values()) {
            if (group.bytesPerSecond > 0) {
                for (Viewer viewer : group.viewers) {
                    if (viewer.channel.isOpen()) {
                        read(viewer, Math.max(1, group.bytesPerSecond / 10));
                    }
                }
            }
        }
    }

    private void read(Viewer viewer, int max) throws IOException {
        int length = viewer.channel.read(direct.clear().limit(max));
        if (length < 0) {
            ended(viewer, "the server ended it");
            return;
        }
        direct.flip().get(bytes, 0, length);
        long now = System.nanoTime();
        ViewerGroup group = viewer.group;
        int frames = viewer.frames.scan(bytes, length, stamp -> group.latencies.add(now - stamp));
        Opening opening = viewer.opening;
        if (opening != null && viewer.mark.find(bytes, length)) {
            opening.opened(viewer);
        }
        group.read(length, frames);
    }

    private static void ended(Viewer viewer, String why) {
        try {
            viewer.channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        viewer.group.cut();
        if (viewer.opening != null) {
            viewer.opening.failed(why);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
