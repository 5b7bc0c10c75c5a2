package dev.taskcast.store.jdbc;

import dev.taskcast.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * A folder that one store has for itself, for as long as its process lives.
 *
 * <p>On Unix a process loses its locks on a file when it closes <em>any</em> descriptor of it: a backup within the process that copies the
 * folder is enough. So no lock is relied on alone. Within the process a system property says who has the folder: all class loaders see it, and
 * it is asked before the file is opened. Other processes find the lock on the file {@code lock}; where that was lost, they find in it
 * the {@link Owner}, who lives. And SQLite holds a lock on a file of its own, which goes on where somebody deletes the first one. Where all of
 * that fails, {@link Journal} lets only one of the two append.
 */
final class FolderLock implements AutoCloseable {
    private static final String PROPERTY = "dev.taskcast.store:";
    /** Beyond the content: on Windows what is locked can't be read by others. */
    private static final long PLACE = 1L << 40;
    /** For how long a process that ends may have let go of its lock and still be there. */
    private static final Duration LONGEST_END = Duration.ofSeconds(1);

    private static final long LOOK_NANOS = 10_000_000;
    /** Never closed: that would take the lock from who has it. */
    private static final Set<FileChannel> LEFT_OPEN = ConcurrentHashMap.newKeySet();

    private final String property;
    private final FileChannel channel;
    private final Connection second;

    private FolderLock(String property, FileChannel channel, Connection second) {
        this.property = property;
        this.channel = channel;
        this.second = second;
    }

    static FolderLock take(Path folder) throws IOException {
        Path real = folder.toRealPath();
        String property = PROPERTY + key(real);
        if (System.getProperties().putIfAbsent(property, "open") != null) {
            throw usedHere(folder);
        }
        boolean interrupted = Thread.interrupted(); // it would close the channel
        boolean taken = false;
        try {
            FolderLock lock = take(real, property);
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                System.clearProperty(property);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The same for all paths to a file, where the system has such a thing. */
    private static Object key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file : key;
    }

    private static FolderLock take(Path folder, String property) throws IOException {
        FileChannel channel = lock(folder);
        boolean taken = false;
        try {
            Owner self = Owner.self(key(folder.resolve("lock")).toString());
            requireNoOwner(folder, channel, self);
            Connection second = lockBySqlite(folder);
            write(channel, self.text());
            taken = true;
            return new FolderLock(property, channel, second);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    @SuppressWarnings("resource") // the channel holds the lock, and is closed with the store
    private static FileChannel lock(Path folder) throws IOException {
        Path file = folder.resolve("lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock(PLACE, 1, false);
            if (lock == null) {
                throw usedBy(folder, Owner.pid(read(channel)));
            }
            return channel;
        } catch (OverlappingFileLockException e) { // the property was taken away
            LEFT_OPEN.add(channel);
            throw usedHere(folder);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void requireNoOwner(Path folder, FileChannel channel, Owner self) throws IOException {
        Owner owner = Owner.of(read(channel));
        if (owner == null || !owner.isOf(self)) {
            return;
        }
        if (owner.equals(self)) {
            throw usedHere(folder);
        }
        long end = System.nanoTime() + LONGEST_END.toNanos();
        while (owner.isAlive()) {
            if (System.nanoTime() - end >= 0) {
                throw usedBy(folder, owner.pid());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Nothing is ever written to this file. */
    private static Connection lockBySqlite(Path folder) throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(0);
        @Nullable Connection connection = null;
        boolean taken = false;
        try {
            connection = SqliteDialect.open(folder.resolve("taskcast.lock"), config);
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
            }
            taken = true;
            return connection;
        } catch (SQLException e) {
            StoreException why = Failures.of("lock the folder " + folder, "SQLite", e);
            throw Failures.mayPass(why) ? usedBy(folder, "") : why;
        } finally {
            if (!taken && connection != null) {
                close(connection);
            }
        }
    }

    private static StoreException usedHere(Path folder) {
        return new StoreException("Can't open the store in " + folder + ": this process uses it already", null);
    }

    private static StoreException usedBy(Path folder, String pid) {
        return new StoreException(
                "Can't open the store in " + folder + ": another process" + (pid.isEmpty() ? "" : " (pid " + pid + ")")
                        + " uses it",
                null);
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(Owner.MAX_BYTES);
        while (text.hasRemaining() && channel.read(text, text.position()) > 0) {}
        return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        int ignored = channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        close(second);
        try (channel) {
            channel.truncate(0);
        } catch (IOException expected) {
            // the lock is gone with the process at the latest
        }
        System.clearProperty(property);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException expected) {
            // likewise
        }
    }
}
