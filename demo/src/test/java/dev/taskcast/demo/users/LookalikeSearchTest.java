package dev.taskcast.demo.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.Runs;
import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LookalikeSearchTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "Zoë, '', 3",
        "Zoë, Zoe, 1",
        "Günther, Günhter, 2",
        "Weiß, Weiss, 2",
        "kitten, sitting, 3",
    })
    void distanceCountsLetters(String a, String b, int distance) {
        assertThat(new Spelling().distance(a, b)).isEqualTo(distance);
        assertThat(new Spelling().distance(b, a)).isEqualTo(distance);
    }

    @Test
    void distanceKnowsLongNames() {
        String longName = "x".repeat(200);
        Spelling spelling = new Spelling();

        assertThat(spelling.distance("a", longName)).isEqualTo(200);
        assertThat(spelling.distance(longName, longName)).isZero();
    }

    @Test
    void comparesEachPair() throws IOException {
        Path users = Files.writeString(directory.resolve("users.csv"), """
                id,name,email,phone,postcode,city,country
                1,Zoë Weiß,,,1,X,DE
                2,ZOË  WEISS,,,1,X,DE
                3,Lucía Núñez,,,1,X,DE
                4,Lucía Núñze,,,1,X,DE
                5,Lucia Nunze,,,1,X,DE
                """);

        assertThat(Runs.run(new LookalikeSearch(List.of(users))))
                .isInstanceOfSatisfying(
                        TaskState.Completed.class,
                        completed -> assertThat(completed.result()).isEqualTo(TaskResult.of(2)));
    }

    @Test
    void takesLongerThanItsTimeoutAndStopsThen() throws IOException {
        DataFiles files = new DataFiles(directory);
        files.makeMissing(new DataFiles.Size(10, 20_000, 10));
        try (TaskManager tasks = TaskManager.create()) {
            tasks.register(
                    "slow-sync", new LookalikeSearch(files.users()), TaskOptions.timeout(Duration.ofMillis(300)));

            assertThat(Runs.run(tasks, "slow-sync")).isInstanceOf(TaskState.TimedOut.class);
            Runs.untilStopped(tasks, "slow-sync");
        }
    }
}
