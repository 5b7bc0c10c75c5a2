package dev.taskcast.demo.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps other processes out, until it is closed or this process ends in whatever way. Not for threads of one JVM. */
public final class FileGuard implements AutoCloseable {
    private final FileChannel channel;

    private FileGuard(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits until no other process holds the file.
     *
     * @param file made if need be, and left there
     * @param onWait called before a wait
     * @return close it
     * @throws IOException if the file can't be locked, or this thread is interrupted
     */
    public static FileGuard lock(Path file, Runnable onWait) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                onWait.run();
                channel.lock();
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new FileGuard(channel);
    }

    /** Lets the next one in. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
