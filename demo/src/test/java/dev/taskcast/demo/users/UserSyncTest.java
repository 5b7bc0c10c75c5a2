package dev.taskcast.demo.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.Runs;
import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.demo.users.UserSync.Summary;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UserSyncTest {
    private static final String HEADER = "id,name,email,phone,postcode,city,country\n";

    @TempDir
    private Path directory;

    @Test
    void matchesByEmailPhoneAndName() throws IOException {
        Path snapshot = directory.resolve("users.csv");
        Path shop = users("shop", """
                S0-1,Zoë Weiß,zoe@example.org,+49170000,10115,Berlin,DE
                S0-2,  JAN   DE BOER ,,+31 (0) 170-001,3011,Rotterdam,NL
                S0-3,Lucía Núñez,,,28013,Madrid,ES
                S0-4,Lucía Núñez,,,28014,Madrid,ES
                """);
        Path news = users("news", """
                S1-1,Zoë Weiß-Kowalczyk,ZOE@EXAMPLE.ORG,,10115,Berlin,DE
                S1-2,Jan de Boer,jan@example.org,0031170001,3011,Rotterdam,NL
                S1-3,Lucía Núñze,,,28013,Madrid,ES
                """);

        assertResult(new Summary(4, 3, 4, 0, 0), Runs.run(new UserSync(List.of(shop, news), snapshot)));

        assertThat(snapshot).content().isEqualToNormalizingNewlines(HEADER + """
                        S0-1,Zoë Weiß,zoe@example.org,+49170000,10115,Berlin,DE
                        S0-2,Jan De Boer,jan@example.org,+31170001,3011,Rotterdam,NL
                        S0-3,Lucía Núñez,,,28013,Madrid,ES
                        S0-4,Lucía Núñez,,,28014,Madrid,ES
                        """);
    }

    @Test
    void comparesWithTheLastSync() throws IOException {
        Path snapshot = directory.resolve("users.csv");
        Path shop = users("shop", "1,Ann,a@example.org,,1,X,DE\n2,Bob,b@example.org,,1,X,DE\n");
        Runs.run(new UserSync(List.of(shop), snapshot));

        assertResult(new Summary(2, 0, 0, 0, 0), Runs.run(new UserSync(List.of(shop), snapshot)));
        users("shop", "2,Bob,b@example.net,,1,X,DE\n3,Cleo,c@example.org,,1,X,DE\n4,Dan,d@example.org,,1,X,DE\n");
        assertResult(new Summary(3, 0, 2, 1, 1), Runs.run(new UserSync(List.of(shop), snapshot)));
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aMalformedRowLeavesTheLastSync() throws IOException {
        Path snapshot = directory.resolve("users.csv");
        Path shop = users("shop", "1,Ann,a@example.org,,1,X,DE\n");
        Runs.run(new UserSync(List.of(shop), snapshot));
        users("shop", "1,Ann,a@example.org,,1,X\n");

        assertThat(Runs.run(new UserSync(List.of(shop), snapshot)))
                .isInstanceOfSatisfying(
                        TaskState.Failed.class,
                        failed -> assertThat(failed.error()).isEqualTo("shop.csv, line 2: must have 7 fields, got: 6"));
        assertThat(snapshot).content().contains("1,Ann,a@example.org");
    }

    @Test
    void namesItsFourStepsAndNeverGoesBack() throws Exception {
        DataFiles files = new DataFiles(directory);
        files.makeMissing(new DataFiles.Size(10, 400, 10));
        List<TaskState.Running> seen = new CopyOnWriteArrayList<>();
        try (TaskManager tasks = TaskManager.builder()
                .progressInterval(Duration.ZERO)
                .eventBufferSize(100_000)
                .build()) {
            tasks.register("sync-users", new UserSync(files.users(), files.snapshot()));
            tasks.subscribe(change -> {
                if (change instanceof TaskChange.Updated(long p, String id, TaskState.Running running)) {
                    seen.add(running);
                }
            });
            Runs.run(tasks, "sync-users");
            Runs.until(() -> seen.getLast().progress().current() == 100);
        }

        assertThat(seen.getLast().progress().steps())
                .filteredOn(step -> step.depth() == 0)
                .extracting(TaskStep::name)
                .containsExactly(
                        "Reading the exports", "Matching users", "Comparing with the last sync", "Writing users");
        assertThat(seen.stream()
                        .skip(1)
                        .mapToDouble(running -> running.progress().current())
                        .toArray())
                .isSorted()
                .endsWith(100);
    }

    private static void assertResult(Summary expected, TaskState state) {
        assertThat(state)
                .isInstanceOfSatisfying(
                        TaskState.Completed.class,
                        completed -> assertThat(completed.result()).isEqualTo(TaskResult.of(expected)));
    }

    private Path users(String system, String rows) throws IOException {
        return Files.writeString(directory.resolve(system + ".csv"), HEADER + rows);
    }
}
