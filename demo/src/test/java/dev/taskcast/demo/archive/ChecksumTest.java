package dev.taskcast.demo.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.demo.Runs;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChecksumTest {
    private static final String SHA_256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path directory;

    @Test
    void givesTheSha256() throws IOException {
        Path file = Files.writeString(directory.resolve("archive.bin"), "abc");

        assertDigest(Runs.run(new Checksum(file)));
        assertDigest(Runs.run(new Checksum(file)));
    }

    @Test
    void failsWhereTheFileHasChanged() throws IOException {
        Path file = Files.writeString(directory.resolve("archive.bin"), "abc");
        Runs.run(new Checksum(file));
        Files.writeString(file, "abd");

        assertThat(Runs.run(new Checksum(file)))
                .isInstanceOfSatisfying(
                        TaskState.Failed.class,
                        failed -> assertThat(failed.error())
                                .startsWith("archive.bin has changed: its SHA-256 was " + SHA_256_OF_ABC + " and is "));
    }

    private static void assertDigest(TaskState state) {
        assertThat(state)
                .isInstanceOfSatisfying(
                        TaskState.Completed.class,
                        completed -> assertThat(completed.result()).isEqualTo(TaskResult.of(SHA_256_OF_ABC)));
    }
}
