package dev.taskcast.demo.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.Runs;
import dev.taskcast.task.TaskStatus;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FreeSpaceTest {
    @TempDir
    private Path directory;

    @Test
    void runsByItselfAgainAndAgain() {
        try (TaskManager tasks = TaskManager.create()) {
            FreeSpace.register(tasks, directory, "* * * * * *");

            Runs.until(() -> Runs.state(tasks, FreeSpace.ID).run() >= 2
                    && Runs.state(tasks, FreeSpace.ID).status().isTerminal());

            assertThat(Runs.state(tasks, FreeSpace.ID).status()).isEqualTo(TaskStatus.COMPLETED);
        }
    }

    @Test
    void itsNextRunIsAtAHalfMinute() {
        try (TaskManager tasks = TaskManager.create()) {
            FreeSpace.register(tasks, directory, FreeSpace.EACH_HALF_MINUTE);

            assertThat(tasks.nextRuns(FreeSpace.ID, 3))
                    .hasSize(3)
                    .allSatisfy(next -> assertThat(next.getEpochSecond() % 30).isZero());
            assertThat(Objects.requireNonNull(Runs.state(tasks, FreeSpace.ID).course())
                            .nextAt())
                    .isEqualTo(tasks.nextRuns(FreeSpace.ID, 1).getFirst().toEpochMilli());
        }
    }
}
