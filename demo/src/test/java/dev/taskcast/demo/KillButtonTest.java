package dev.taskcast.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.demo.process.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The demo as {@code ./run} starts it: a process that serves, and one that starts it again. */
final class KillButtonTest {
    private static final String SAYS = "Taskcast is on http://localhost:";

    @RegisterExtension
    private static final Chromium CHROMIUM = new Chromium();

    @TempDir
    private Path directory;

    private Process supervisor;
    private BufferedReader lines;
    private int port;

    @BeforeEach
    void start() throws IOException {
        new DataFiles(directory).makeMissing(new DataFiles.Size(60_000, 100, 1_000));
        supervisor = ChildJvm.start(Main.class, List.of(), List.of("--port=0", "--data=" + directory));
        lines = supervisor.inputReader();
        port = awaitServer();
    }

    @AfterEach
    void stop() throws InterruptedException {
        ProcessHandle server = server();
        supervisor.destroy(); // as Ctrl-C does
        assertThat(supervisor.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(server.isAlive()).isFalse();
    }

    private int awaitServer() throws IOException {
        String line = lines.readLine();
        assertThat(line).startsWith(SAYS);
        return Integer.parseInt(line.substring(SAYS.length()));
    }

    private ProcessHandle server() {
        return supervisor.toHandle().children().findFirst().orElseThrow();
    }

    @Test
    void thePageGoesOnAndCountsWhatItMissed() throws IOException {
        Page page = CHROMIUM.open(port);
        page.evaluate("window.loadedOnce = true");
        ProcessHandle first = server();
        Locator hero = page.locator("#hero task-item");
        assertThat(hero.getByRole(com.microsoft.playwright.options.AriaRole.PROGRESSBAR))
                .hasAttribute("aria-valuenow", Pattern.compile("[2-9]|[1-9][0-9]"));

        page.locator("#kill button").click();

        assertThat(page.locator("[data-fact=row]")).hasText(Pattern.compile("row [1-9][0-9,]*00"));
        assertThat(page.locator("[data-fact=away]")).hasText(Pattern.compile("[0-9.,]+ s"));
        assertThat(page.locator("#kill [data-fact=replayed]")).hasText(Pattern.compile("[1-9][0-9]* changes"));
        assertThat(page.evaluate("window.loadedOnce")).isEqualTo(true);
        assertThat(awaitServer()).isEqualTo(port);
        assertThat(first.isAlive()).isFalse();
        assertThat(CHROMIUM.complaints())
                .allSatisfy(complaint -> assertThat(complaint).contains("net::ERR_"));
    }

    @Test
    void aServerThatIsKilledFromOutsideIsStartedAgainToo() throws IOException {
        ProcessHandle first = server();

        first.destroyForcibly();

        assertThat(awaitServer()).isEqualTo(port);
        assertThat(server().pid()).isNotEqualTo(first.pid());
    }
}
