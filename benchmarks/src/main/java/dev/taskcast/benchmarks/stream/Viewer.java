package dev.taskcast.benchmarks.stream;

import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One stream's reader. */
final class Viewer {

    final SocketChannel channel;
    final ViewerGroup group;
    final FrameScanner frames = new FrameScanner();

    /** What it is waiting for; null once its stream has begun. */
    @Nullable
    Opening opening;

    final String path;
    final WordFinder mark;

    Viewer(SocketChannel channel, ViewerGroup group, Opening opening, String path, WordFinder mark) {
        this.channel = channel;
        this.group = group;
        this.opening = opening;
        this.path = path;
        this.mark = mark;
    }
}
