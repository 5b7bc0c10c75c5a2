package dev.taskcast.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.demo.storage.FreeSpace;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The demo's own tasks, less data, clicked in a browser. */
final class DemoTasksTest {
    @TempDir
    private static Path directory;

    @RegisterExtension
    private static final Chromium CHROMIUM = new Chromium();

    private static Demo demo;

    private Page page;

    @BeforeAll
    static void start() throws IOException {
        DataFiles files = new DataFiles(directory);
        files.makeMissing(new DataFiles.Size(40_000, 20_000, 8L << 20));
        demo = Demo.start(
                new Demo.Setting(
                        files,
                        JdbcTaskStore.embedded(directory.resolve("tasks")),
                        DemoTasks.Pace.DEMO,
                        Optional.empty()),
                new Demo.Door(0, null));
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @BeforeEach
    void open() {
        page = CHROMIUM.open(demo.port(), "/list");
    }

    @Test
    void showsEachTaskWithTitleAndDescription() {
        assertThat(page.locator("task-item")).hasCount(8);
        assertThat(page.locator("task-item [part=title]")).hasText(new String[] {
            "Send invoices",
            "Import orders",
            "Sync users",
            "Verify archive",
            "Find look-alikes",
            "Check refunds",
            "Deliver a webhook",
            "Check free space"
        });
        assertThat(page.locator(".connection")).hasText("Live");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void anImportRunsToItsEndAndItsBarNeverGoesBack() {
        TaskPage task = new TaskPage(page, "import-data");
        task.record();

        task.start();
        task.awaitStatus("completed");

        assertThat(task.result()).hasText(Pattern.compile("Imported: 39,\\d{3} · Skipped: \\d+"));
        assertThat(task.recordedValues()).hasSizeGreaterThan(3).isSorted().endsWith(100);
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void aCanceledImportStopsAndStartsAgain() {
        TaskPage task = new TaskPage(page, "import-data");
        task.start();
        task.awaitAnyProgress();

        task.click("Cancel");
        task.awaitStatus("canceled");
        task.awaitMessage("");
        task.click("Run again");
        task.awaitStatus("completed");
    }

    @Test
    void aSyncNamesItsSteps() {
        TaskPage task = new TaskPage(page, "sync-users");
        task.record();

        task.unfold();
        task.start();
        assertThat(task.row().locator(".steps li").first()).hasText(Pattern.compile("Reading the exports .+"));
        task.awaitStatus("completed");

        assertThat(task.result()).hasText(Pattern.compile("Users: .+ · Duplicates: .+ · Added: .+"));
        assertThat(task.recordedValues()).isSorted();
    }

    @Test
    void aChecksumIsShown() {
        TaskPage task = new TaskPage(page, "checksum");

        task.start();
        task.awaitStatus("completed");

        assertThat(task.result()).hasText(Pattern.compile("[0-9a-f]{64}"));
    }

    @Test
    void aFailingTaskNamesTheRowAndIsTriedAgain() {
        TaskPage task = new TaskPage(page, "failing-task");
        Pattern namesTheRow = Pattern.compile("refunds\\.csv, line 17002: amount must be .+, got: \"\\d+\\.5O\"");
        task.record();

        task.start();
        task.awaitStatus("failed");
        assertThat(task.message()).hasText(namesTheRow);
        task.unfold();
        task.click("Try again");
        assertThat(task.details()).containsText(Pattern.compile("Run\\s*2"));
        task.awaitStatus("failed");

        assertThat(task.message()).hasText(namesTheRow);
        assertThat(task.recordedStatuses()).isEqualTo(List.of("pending", "running", "error", "running", "error"));
    }

    @Test
    void aSlowTaskTimesOut() {
        TaskPage task = new TaskPage(page, "slow-sync");

        task.start();
        task.awaitStatus("timed out");

        assertThat(task.button("Try again")).isVisible();
    }

    @Test
    void aNinthTaskWaitsForTheOverallLimit() {
        Script held = Script.obedient();
        List<String> ids =
                IntStream.rangeClosed(1, 9).mapToObj(i -> "held-" + i).toList();
        ids.forEach(id -> demo.tasks().register(id, held, TaskOptions.title("Held")));
        try {
            ids.forEach(demo.tasks()::start);

            TaskPage last = new TaskPage(page, "held-9");
            assertThat(last.message()).hasText(Pattern.compile(".+ in line: overall limit.*"));
            assertThat(demo.tasks().getAllStates())
                    .filteredOn(TaskState.Running.class::isInstance)
                    .hasSize(8);
            demo.tasks().cancel("held-1");
            demo.tasks().cancel("held-2");
            last.awaitStatus("running");
        } finally {
            ids.forEach(demo.tasks()::unregister);
        }
    }

    @Test
    void aScheduledTaskSaysWhenItIsNext() {
        TaskPage task = new TaskPage(page, FreeSpace.ID);

        assertThat(task.row().locator(".next")).hasText(Pattern.compile("next run in \\d+ s"));
        task.start();
        task.awaitStatus("completed");
        assertThat(task.row().locator(".next")).hasText(Pattern.compile("next run in \\d+ s"));
    }
}
