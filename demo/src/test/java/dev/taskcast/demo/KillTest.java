package dev.taskcast.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.demo.data.FileGuard;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The demo is killed in the middle of an import and started again, under a page that is never reloaded. */
final class KillTest {
    @RegisterExtension
    private static final Chromium CHROMIUM = new Chromium();

    @TempDir
    private Path directory;

    @Test
    void theImportGoesOnWhereItWasOnTheEmbeddedStore() throws Exception {
        killInTheMiddle(List.of());
    }

    @Test
    void theImportGoesOnWhereItWasOnPostgres() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            killInTheMiddle(List.of("--jdbc-url", server.getJdbcUrl("postgres", "postgres")));
        }
    }

    @Test
    void whatStandsInLineKeepsItsPlace() throws Exception {
        new DataFiles(directory).makeMissing(new DataFiles.Size(60_000, 100, 1_000));
        int port = freePort();
        Process first = start(port, List.of());
        Page page = CHROMIUM.open(port);
        page.evaluate("window.loadedOnce = true");
        Locator card = page.locator("#line");
        card.locator("[data-control]").click();
        assertThat(card.locator("[data-fact=small]")).hasText(Pattern.compile("[1-4] of 5"));

        first.toHandle().destroyForcibly();
        first.waitFor();
        Process second = start(port, List.of());
        try {
            assertThat(card.locator("[data-fact=small]")).hasText("5 of 5");
            assertThat(card.locator("[data-fact=large]")).hasText("15 of 15");
            assertThat(card.locator("task-item[data-status=completed]")).hasCount(20);
            assertThat(card.locator("[data-order=begun]").textContent()).matches("[LS]{12}L{8}");
            assertThat(page.evaluate("window.loadedOnce")).isEqualTo(true);
        } finally {
            second.destroy();
            second.waitFor();
        }
    }

    private void killInTheMiddle(List<String> more) throws Exception {
        DataFiles files = new DataFiles(directory);
        files.makeMissing(new DataFiles.Size(150_000, 100, 1_000));
        int port = freePort();
        Process first = start(port, more);
        Page page = CHROMIUM.open(port, "/list");
        TaskPage task = new TaskPage(page, "import-data");
        task.record();
        task.click("Start");
        Runs.until(() -> reached(task) >= 30);
        first.toHandle().destroyForcibly();
        first.waitFor();
        int atTheKill = reached(task);
        Process second = startHeldUp(port, more, files, task);
        try {
            task.awaitStatus("completed");
            task.unfold();
            assertThat(task.details().innerText()).containsPattern("Run\\s+2");
            assertThat(task.recordedStatuses()).isEqualTo(List.of("pending", "running", "completed"));
            assertNoStepBack(task.recordedValues(), atTheKill);
        } finally {
            second.destroy();
            second.waitFor();
        }
    }

    /** The import may be over before the page tries again: it can't write before the page has seen it wait. */
    private Process startHeldUp(int port, List<String> more, DataFiles files, TaskPage task) throws IOException {
        FileGuard guard = FileGuard.lock(Path.of(files.database() + ".lock"), () -> {});
        try {
            Process process = start(port, more);
            task.awaitMessage("Waiting for the previous import to stop");
            return process;
        } finally {
            guard.close();
        }
    }

    private static int reached(TaskPage task) {
        return task.recordedValues().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** A fifth of a second of progress may be shown again: it is kept so often. */
    private static void assertNoStepBack(List<Integer> values, int atTheKill) {
        assertThat(values).endsWith(100);
        int highest = 0;
        for (int value : values) {
            assertThat(value).as("in %s, killed at %s", values, atTheKill).isGreaterThan(highest - 25);
            highest = Math.max(highest, value);
        }
    }

    private Process start(int port, List<String> more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                QuickServer.class.getName(),
                "--port=" + port,
                "--data=" + directory));
        words.addAll(more);
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader lines = process.inputReader();
        assertThat(lines.readLine()).startsWith("Taskcast is on");
        return process;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
