package dev.taskcast.store.jdbc;

import dev.taskcast.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A folder that one store has for itself, for as long as its process lives. The file's content is only for messages.
 *
 * <p>On Unix a process loses its lock when it closes any channel of the file. So who else in this process has it is asked first, without
 * opening the file.
 */
final class FolderLock implements AutoCloseable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
    /** Beyond the content: on Windows what is locked can't be read by others. */
    private static final long PLACE = 1L << 40;

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    static FolderLock take(Path folder) throws IOException {
        Path real = folder.toRealPath();
        if (!HELD.add(real)) {
            throw new StoreException("Can't open the store in " + folder + ": this process uses it already", null);
        }
        boolean interrupted = Thread.interrupted(); // it would close the channel
        boolean taken = false;
        try {
            FolderLock lock = new FolderLock(real, lock(real.resolve("lock")));
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                HELD.remove(real);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @SuppressWarnings("resource") // the channel holds the lock, and is closed with the store
    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock(PLACE, 1, false);
            if (lock == null) {
                String pid = Files.readString(file).strip();
                throw new StoreException(
                        "Can't open the store in " + file.getParent() + ": another process (pid " + pid + ") uses it",
                        null);
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
                    0);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException expected) {
            // the lock is gone with the process at the latest
        }
        HELD.remove(folder);
    }
}
