package dev.taskcast.demo.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFilesTest {
    private static final DataFiles.Size SMALL = new DataFiles.Size(5_000, 500, 100_000);

    @TempDir
    private Path directory;

    @Test
    void makesTheSameFilesEachTime() throws IOException {
        DataFiles first = new DataFiles(directory.resolve("a/b"));
        DataFiles second = new DataFiles(directory.resolve("c"));
        assertThat(first.isIncomplete()).isTrue();
        first.makeMissing(SMALL);
        second.makeMissing(SMALL);

        assertThat(first.isIncomplete()).isFalse();
        List<Path> made = made(first).toList();
        assertThat(made).hasSize(7);
        for (Path file : made) {
            assertThat(second.directory().resolve(file.getFileName())).hasSameBinaryContentAs(file);
        }
        assertThat(first.archive()).hasSize(SMALL.archiveBytes());
    }

    @Test
    void ordersAreAsPeopleWriteThem() throws IOException {
        DataFiles files = new DataFiles(directory);
        files.makeMissing(SMALL);

        assertThat(Files.readString(files.orders(), StandardCharsets.ISO_8859_1).lines())
                .hasSize(SMALL.orders() + 1);
        byte[] orders = Files.readAllBytes(files.orders());
        assertThat(new String(orders, StandardCharsets.UTF_8))
                .contains("\"Monitor 27\"\" IPS\"", "\"Nguyễn, ", "\"Adjustable desk, 160 × 80 cm\"", "example.org");
    }

    @Test
    void leavesWhatIsThereAndFinishesWhatWasBegun() throws IOException {
        DataFiles files = new DataFiles(directory);
        files.makeMissing(SMALL);
        FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(files.refunds(), longAgo);
        // As a kill in the middle of the work leaves it.
        Files.move(files.orders(), directory.resolve("orders.csv.part"));
        assertThat(files.isIncomplete()).isTrue();

        files.makeMissing(SMALL);

        assertThat(Files.getLastModifiedTime(files.refunds())).isEqualTo(longAgo);
        assertThat(files.orders()).exists();
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    private static Stream<Path> made(DataFiles files) {
        return Stream.concat(files.users().stream(), Stream.of(files.orders(), files.refunds(), files.archive()));
    }
}
