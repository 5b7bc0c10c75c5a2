package dev.taskcast.demo.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where the demo's files are, and what makes those that are not there yet.
 *
 * @param directory holds them all
 */
public record DataFiles(Path directory) {
    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * How much data to make.
     *
     * @param orders rows of the orders' file
     * @param people how many there are, most of them in several of the systems
     * @param archiveBytes the size of the archive
     */
    public record Size(int orders, int people, long archiveBytes) {
        /** What the demo works on. */
        public static final Size DEMO = new Size(260_000, 45_000, 100L << 20);

        private int refunds() {
            return orders / 2;
        }
    }

    private static final List<String> SYSTEMS = List.of("shop", "newsletter", "support", "events");

    /**
     * Orders, some malformed.
     *
     * @return a CSV file
     */
    public Path orders() {
        return directory.resolve("orders.csv");
    }

    /**
     * Refunds of these orders, one malformed.
     *
     * @return a CSV file
     */
    public Path refunds() {
        return directory.resolve("refunds.csv");
    }

    /**
     * What each system knows of its users.
     *
     * @return one CSV file a system
     */
    public List<Path> users() {
        return SYSTEMS.stream().map(this::usersOf).toList();
    }

    private Path usersOf(String system) {
        return directory.resolve("users-" + system + ".csv");
    }

    /**
     * The users of all systems, as the last sync left them.
     *
     * @return a CSV file that the sync makes
     */
    public Path snapshot() {
        return directory.resolve("users.csv");
    }

    /**
     * A large file.
     *
     * @return bytes without sense
     */
    public Path archive() {
        return directory.resolve("archive.bin");
    }

    /**
     * Where imported orders go.
     *
     * @return an SQLite database that the import makes
     */
    public Path database() {
        return directory.resolve("orders.db");
    }

    /**
     * Where invoices go.
     *
     * @return a file that is made when the first one is sent
     */
    public Path outbox() {
        return directory.resolve("invoices.txt");
    }

    /**
     * Makes what is not there yet. A file appears when it is whole: a process that is killed here leaves nothing half.
     *
     * @param size how much data
     * @throws IOException if the directory can't be written, or the disk is full
     */
    public void makeMissing(Size size) throws IOException {
        Files.createDirectories(directory);
        // Two demos that start on the same directory: the second waits, and finds everything there.
        FileGuard guard = FileGuard.lock(directory.resolve("making.lock"), () -> {});
        try (guard) {
            contents(size).entrySet().parallelStream().forEach(DataFiles::make);
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    /**
     * Whether {@link #makeMissing} has something to do.
     *
     * @return false from the second run on
     */
    public boolean isIncomplete() {
        return Stream.concat(users().stream(), Stream.of(orders(), refunds(), archive()))
                .anyMatch(Files::notExists);
    }

    private Map<Path, Content> contents(Size size) {
        Map<Path, Content> contents = new HashMap<>();
        contents.put(orders(), new Orders(size.orders()));
        contents.put(refunds(), new Refunds(size.refunds(), size.orders()));
        for (int i = 0; i < SYSTEMS.size(); i++) {
            contents.put(usersOf(SYSTEMS.get(i)), new Users(size.people(), i));
        }
        contents.put(archive(), new Noise(size.archiveBytes()));
        return contents;
    }

    private static void make(Map.Entry<Path, Content> missing) {
        try {
            if (Files.notExists(missing.getKey())) {
                make(missing.getKey(), missing.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(Path file, Content content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), BUFFER_BYTES)) {
            content.writeTo(out);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
