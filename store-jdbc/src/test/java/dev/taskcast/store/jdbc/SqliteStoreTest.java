package dev.taskcast.store.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
    @TempDir
    Path folder;

    private int copies;

    @Override
    JdbcTaskStore newStore() {
        return JdbcTaskStore.embedded(current());
    }

    private Path current() {
        return folder.resolve("life" + copies);
    }

    /** What is on disk at this moment is what the next one gets. */
    @Override
    void crash(JdbcTaskStore store) {
        Path from = current();
        copies++;
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(current());
            for (Path file : files.toList()) {
                Files.copy(file, current().resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
