package dev.taskcast.demo.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.Runs;
import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TenantReportsTest {
    private static final int ALL = 20;

    @TempDir
    private Path directory;

    private DataFiles files;

    @BeforeEach
    void make() throws IOException {
        files = new DataFiles(directory);
        files.makeMissing(new DataFiles.Size(2_000, 10, 10));
    }

    private TaskManager manager(TenantReports.Pace pace) {
        TaskManager tasks = TaskManager.builder()
                .queue(TenantReports.QUEUE, TenantReports.queue(pace))
                .build();
        TenantReports.register(tasks, files.orders(), pace);
        return tasks;
    }

    private static List<TaskState> reports(TaskManager tasks) {
        return tasks.getAllStates().stream()
                .filter(task -> task.identity().type().equals(TenantReports.TYPE))
                .toList();
    }

    private static String tenant(TaskState task) {
        return Objects.requireNonNull(task.identity().turn().key());
    }

    @Test
    void eachTenantGetsEverySecondStartWhileBothWait() {
        int startMillis = 60;
        List<TaskState> updates = new CopyOnWriteArrayList<>();
        try (TaskManager tasks = manager(new TenantReports.Pace(40, startMillis))) {
            tasks.subscribe(change -> {
                if (change instanceof TaskChange.Updated updated) {
                    updates.add(updated.state());
                }
            });

            tasks.start(TenantReports.STARTER);

            Runs.until(() -> reports(tasks).stream()
                            .filter(task -> task.status() == TaskStatus.COMPLETED)
                            .count()
                    == ALL);
            assertThat(reports(tasks).stream().map(TenantReportsTest::tenant).collect(Collectors.joining(" ")))
                    .isEqualTo("large ".repeat(15) + "small small small small small");
            assertThat(reports(tasks))
                    .allSatisfy(task -> assertThat(task.identity().tags()).containsExactly("round 1"));
        }
        List<TaskState.Running> begun = new ArrayList<>();
        Set<String> running = new HashSet<>();
        int most = 0;
        for (TaskState update : updates) {
            if (!update.identity().type().equals(TenantReports.TYPE)) {
                continue;
            }
            if (update instanceof TaskState.Running run && running.add(run.id())) {
                begun.add(run);
            } else if (update.status().isTerminal()) {
                running.remove(update.id());
            }
            most = Math.max(most, running.size());
        }
        assertThat(begun).hasSize(ALL);
        assertThat(begun.stream().map(TenantReportsTest::tenant).collect(Collectors.joining(" ")))
                .isEqualTo("large large " + "small large ".repeat(5) + "large ".repeat(7) + "large");
        assertThat(most).isEqualTo(TenantReports.AT_ONCE);
        assertThat(begun.getLast().startedAt() - begun.getFirst().startedAt())
                .isGreaterThan((long) (ALL - TenantReports.BURST) * startMillis - 10);
    }

    @Test
    void whatWaitsSaysWhyAndWhereItStands() {
        try (TaskManager tasks = manager(new TenantReports.Pace(600_000, 1_000))) {
            tasks.start(TenantReports.STARTER);
            Runs.until(() -> reports(tasks).size() == ALL);

            Standing lastOfLarge = standing(reports(tasks).get(14));
            Standing lastOfSmall = standing(reports(tasks).get(19));
            assertThat(List.of(lastOfLarge, lastOfSmall)).allSatisfy(each -> {
                assertThat(each.why()).isEqualTo(Standing.Why.LIMIT);
                assertThat(each.limit()).isEqualTo(Standing.LimitKind.QUEUE);
                assertThat(each.startsAt()).isGreaterThan(System.currentTimeMillis());
            });
            assertThat(lastOfLarge.position()).isEqualTo(18);
            assertThat(lastOfSmall.position()).isEqualTo(10);
        }
    }

    private static Standing standing(TaskState task) {
        return Objects.requireNonNull(((TaskState.Pending) task).standing());
    }
}
