package dev.taskcast.store.jdbc;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A small file system of its own, in memory, which can be filled to its last byte. */
final class FullDisk implements AutoCloseable {
    private final Path folder;

    private FullDisk(Path folder) {
        this.folder = folder;
    }

    /** Empty where none may be mounted: by others than root, and in most containers. */
    static Optional<FullDisk> at(Path folder, int megabytes) {
        try {
            String size = "size=" + megabytes + "m";
            int status = StoppablePostgres.run("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.toString());
            return status == 0 ? Optional.of(new FullDisk(folder)) : Optional.empty();
        } catch (IOException nothingToMountWith) {
            return Optional.empty();
        }
    }

    void fill() {
        byte[] zeros = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException expected) {
            // it is full
        }
    }

    void free() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public void close() throws IOException {
        StoppablePostgres.run("umount", "-l", folder.toString());
    }
}
