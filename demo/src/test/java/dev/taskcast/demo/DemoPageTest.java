package dev.taskcast.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.demo.invoices.Invoices;
import dev.taskcast.demo.storage.FreeSpace;
import dev.taskcast.demo.tenants.TenantReports;
import dev.taskcast.demo.tiles.Tiles;
import dev.taskcast.demo.viewers.Viewers;
import dev.taskcast.demo.webhooks.Webhook;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The demo's page, card by card, in a browser. Its policy is never violated, and it is never reloaded. */
final class DemoPageTest {
    private static final Path SOURCE = Path.of("src/main/java/dev/taskcast/demo/invoices/InvoiceRun.java");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9,]*");
    private static final Pattern MILLIS = Pattern.compile("[0-9,]+\\.[0-9] ms");

    @TempDir
    private static Path directory;

    @RegisterExtension
    private static final Chromium CHROMIUM = new Chromium();

    private static Demo demo;

    private Page page;

    @BeforeAll
    static void start() throws IOException {
        DataFiles files = new DataFiles(directory);
        files.makeMissing(new DataFiles.Size(60_000, 100, 1_000));
        DemoTasks.Pace pace = new DemoTasks.Pace(
                new Invoices.Amount(60_000, 15),
                60,
                10,
                new TenantReports.Pace(500, 400),
                500,
                "*/3 * * * * *",
                new Viewers.Size(40, 2),
                DemoTasks.Pace.DEMO.lease());
        demo = Demo.start(
                new Demo.Setting(files, JdbcTaskStore.embedded(directory.resolve("tasks")), pace, Optional.empty()),
                new Demo.Door(0, null));
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @BeforeEach
    void open() {
        page = CHROMIUM.open(demo.port());
        assertThat(page.locator("#connection")).hasText("Live");
        page.evaluate("window.loadedOnce = true");
    }

    @AfterEach
    void nothingWasForbiddenOrReloaded() {
        assertThat(page.evaluate("window.loadedOnce")).isEqualTo(true);
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    private Locator card(String id) {
        return page.locator("#" + id);
    }

    private Locator button(String id, String name) {
        return card(id).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    private Locator fact(String id, String name) {
        return card(id).locator("[data-fact=" + name + "]");
    }

    private Locator state(String id) {
        return card(id).locator(".state");
    }

    @Test
    void aTaskRunsAlreadyBesideTheVeryCodeThatMovesIt() throws IOException {
        assertThat(card("hero").locator("task-item").getByRole(AriaRole.PROGRESSBAR))
                .hasAttribute("aria-valuenow", NUMBER);
        assertThat(card("hero").locator(".line.moves")).containsText("ctx.progress(message, row, invoices.count());");

        String file = Files.readString(SOURCE);
        String shown = card("hero").locator("code").textContent();
        assertThat(shown.lines().filter(line -> !line.isBlank()).count()).isGreaterThan(15);
        assertThat(file)
                .contains(shown.strip().indent(4).replaceAll("(?m)^ +$", "").stripTrailing());
        assertThat(page.evaluate("async () => (await fetch('/source/InvoiceRun.java')).text()"))
                .isEqualTo(file);
    }

    @Test
    void theFirstTaskRunsAgainWhileSomebodyWatches() {
        Runs.until(() -> demo.tasks().getState(DemoTasks.FIRST).orElseThrow().run() > 0);
        assertThat(card("hero").locator("#hero-note")).hasText("Runs by itself while somebody watches.");
        demo.tasks().cancel(DemoTasks.FIRST);

        assertThat(card("hero").locator("#hero-note")).containsText("You have stopped it");
        Page late = CHROMIUM.open(demo.port());
        assertThat(late.locator("#hero task-item")).hasAttribute("data-status", "canceled");
        demo.tasks().start(DemoTasks.FIRST);
        assertThat(card("hero").locator("task-item")).hasAttribute("data-status", "running");
        // A row that was made of an ended run has one line: here it gets its bar all the same.
        assertThat(late.locator("#hero task-item").getByText(Pattern.compile("of 60,000")))
                .isVisible();
    }

    @Test
    void whatWasMissedInACutIsReplayedAndCounted() {
        page = CHROMIUM.openWithClock(demo.port());
        assertThat(page.locator("#connection")).hasText("Live");
        page.evaluate("window.loadedOnce = true");
        PageTime time = new PageTime(page.clock());

        button("cut", "Cut it for 5 s").click();
        time.passUntil(() -> state("cut").textContent().startsWith("Cut, for"));
        Runs.untilTerminal(demo.tasks(), "draw-tiles");
        Runs.until(() -> demo.tasks().getAllStates().stream()
                .filter(task -> task.identity().tags().contains(Tiles.TAG))
                .allMatch(task -> task.status().isTerminal()));
        time.passUntil(() -> state("cut").textContent().equals("Back, and nothing missed"));

        assertThat(fact("cut", "seen")).hasText("48 of 48");
        assertThat(fact("cut", "replayed")).hasText(NUMBER);
        assertThat(card("cut").locator("[data-replayed][data-status=completed]").first())
                .isVisible();
    }

    @Test
    void viewersConnectAndEndWithNumbers() {
        button("viewers", "Connect them").click();

        assertThat(state("viewers")).hasText("Done");
        assertThat(fact("viewers", "viewers")).hasText("40");
        assertThat(fact("viewers", "frames")).hasText(NUMBER);
        assertThat(fact("viewers", "p50")).hasText(MILLIS);
        assertThat(fact("viewers", "p99")).hasText(MILLIS);
    }

    @Test
    void viewersThatAreStoppedAreGone() {
        long before = ProcessHandle.current().children().count();
        button("viewers", "Connect them").click();
        Runs.until(() -> ProcessHandle.current().children().count() > before);

        button("viewers", "Stop").click();

        assertThat(state("viewers")).hasText("Stopped");
        Runs.until(() -> ProcessHandle.current().children().count() <= before);
    }

    @Test
    void aSubmittedTaskHasALogAResultAndAnArtifact() {
        card("submit").locator("select").selectOption("Oslo");
        assertThat(card("submit").locator(".wire")).containsText("\"payload\": { \"city\": \"Oslo\" }");

        card("submit").locator("form button").click();

        Locator task = card("submit").locator("task-item");
        assertThat(task).hasAttribute("data-status", "completed");
        assertThat(task.locator("[part=result]")).containsText("Oslo");
        assertThat(card("submit").locator("task-log")).containsText("Looking for orders from Oslo");
        assertThat(card("submit").locator("task-log")).containsText(Pattern.compile("Done: \\d+ of \\d+"));
        String link = task.getByRole(AriaRole.LINK).getAttribute("href");
        assertThat(page.request().get("http://localhost:" + demo.port() + link).text())
                .contains("\"type\":\"city-report\"", "\"completed\"");
    }

    @Test
    void eachOfTwoUsersSeesTheirOwn() {
        Locator ann = page.locator("[data-user=ann]");
        Locator ben = page.locator("[data-user=ben]");
        card("users").scrollIntoViewIfNeeded();
        assertThat(ann.locator("task-list")).isVisible();

        ann.getByRole(AriaRole.BUTTON).first().click();
        assertThat(ann.locator("task-item")).hasCount(1);
        ben.getByRole(AriaRole.BUTTON).first().click();
        assertThat(ben.locator("task-item")).hasCount(1);

        String hers = ann.locator("task-item").getAttribute("data-id");
        assertThat(ben.locator("task-item").getAttribute("data-id")).isNotEqualTo(hers);
        assertThat(ann.locator("task-item")).hasCount(1);
        assertThat(demo.tasks().getState(hers).orElseThrow().identity().owner()).isEqualTo("ann");
    }

    @Test
    void aGuestWatchesOneTaskAndNothingElse() {
        button("guest", "Sign a link").click();
        assertThat(state("guest")).hasText(Pattern.compile("Good until \\d\\d:\\d\\d"));
        String path = card("guest").locator(".command a").getAttribute("href");

        Page guest = CHROMIUM.open(demo.port(), path);

        assertThat(guest.locator("task-item")).hasAttribute("data-id", DemoTasks.FIRST);
        assertThat(guest.locator("task-item [part=button]:visible")).hasCount(0);
        String handle = path.substring(path.indexOf('/', path.indexOf('#')) + 1);
        assertThat(get("/tasks/" + DemoTasks.FIRST + "?handle=" + handle)).isEqualTo(200);
        assertThat(get("/tasks/checksum?handle=" + handle)).isEqualTo(404);
        assertThat(get("/tasks/" + DemoTasks.FIRST + "?handle=" + "A" + handle)).isEqualTo(403);
        guest.close();
    }

    private int get(String path) {
        return page.request().get("http://localhost:" + demo.port() + path).status();
    }

    @Test
    void twentyReportsOfTwoTenantsStandInLineAndTakeTurns() {
        Locator rows = card("line").locator("task-item");
        button("line", "Submit 20 reports").click();

        assertThat(rows).hasCount(20);
        Locator last = rows.filter(new Locator.FilterOptions().setHasText("Large tenant 15"));
        assertThat(last.locator(".detail"))
                .hasText(Pattern.compile("\\d+(st|nd|rd|th) in line: queue limit, about \\d+ s"));
        assertThat(button("line", "Submit 20 reports")).isDisabled();
        assertThat(order("submitted")).hasText("L".repeat(15) + "S".repeat(5));

        assertThat(fact("line", "small")).hasText("5 of 5");
        assertThat(fact("line", "large")).hasText("15 of 15");
        // The first two of the large tenant began at once. From then on each had every second start.
        assertThat(order("begun").textContent()).hasSize(20).startsWith("LL").matches("[LS]{12}L{8}");
        assertThat(button("line", "Submit 20 reports")).isEnabled();
        assertThat(card("line").locator("task-item[data-status=completed]")).hasCount(20);
        assertThat(card("all").locator("task-item").filter(new Locator.FilterOptions().setHasText("tenant")))
                .hasCount(0);
    }

    private Locator order(String name) {
        return card("line").locator("[data-order=" + name + "]");
    }

    @Test
    void theReportsOfTheLastTimeAreShown() {
        button("line", "Submit 20 reports").click();
        assertThat(fact("line", "small")).hasText(Pattern.compile("[1-5] of 5"));
        cancelReports();
        assertThat(button("line", "Submit 20 reports")).isEnabled();
        String first = card("line").locator("task-item").first().getAttribute("data-id");

        button("line", "Submit 20 reports").click();

        assertThat(card("line").locator("task-item[data-id='" + first + "']")).hasCount(0);
        assertThat(card("line").locator("task-item")).hasCount(20);
        assertThat(order("submitted")).hasText("L".repeat(15) + "S".repeat(5));
        cancelReports();
    }

    private static void cancelReports() {
        demo.tasks().getAllStates().stream()
                .filter(task -> task.identity().type().equals(TenantReports.TYPE))
                .forEach(task -> demo.tasks().cancel(task.id()));
    }

    @Test
    void aTaskThatFailsSaysWhichRetryComesAndWhen() {
        TaskPage task = new TaskPage(page, Webhook.ID, "#again");
        task.recordDetails();
        card("again").locator("[data-control]").click();

        task.awaitStatus("completed");
        assertThat(task.result()).hasText("Delivered");
        List<String> details = task.recordedDetails();
        assertThat(details)
                .contains("attempt 2 of 4 · Waiting for the receiver", "attempt 3 of 4 · Waiting for the receiver")
                // A wait is a part of the longest one, by chance, and may be over before it is shown. Not both.
                .anyMatch(detail -> detail.matches("retry [12] of 3 at \\d+:\\d\\d.*"));
    }

    @Test
    void aScheduledTaskRunsByItselfAndSaysWhenItIsNext() {
        TaskPage task = new TaskPage(page, FreeSpace.ID, "#clock");
        int before = demo.tasks().getState(FreeSpace.ID).orElseThrow().run();

        assertThat(task.row().locator(".next")).hasText(Pattern.compile("next run in [1-3] s"));
        task.unfold();
        Runs.until(() -> demo.tasks().getState(FreeSpace.ID).orElseThrow().run() >= before + 2);
        assertThat(task.details()).containsText(Pattern.compile("Run\\s*" + (before + 2)));
        task.row().locator(".log-toggle").click();
        assertThat(task.row().locator("task-log")).containsText(Pattern.compile("\\d of \\d+\\.\\d GB are free"));
    }

    @Test
    void theAddressIsACodeForAPhone() {
        assertThat(card("elsewhere").locator(".qr"))
                .hasAttribute("aria-label", "QR code of http://localhost:" + demo.port() + "/");
        assertThat(card("elsewhere").locator(".qr svg")).isVisible();
        assertThat(card("elsewhere").locator(".command code")).containsText("./run --address ");
    }

    @Test
    void theTourIsWalkedByKeysAndEnds() {
        Locator start = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Tour"));
        page.keyboard().press("n");
        assertThat(page.locator("#tour")).isHidden();

        start.press("Enter");
        assertThat(page.locator("#hero-title")).isFocused();
        assertThat(card("kill")).isHidden();
        page.keyboard().press("n");
        assertThat(page.locator("#cut-title")).isFocused();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("#viewers-title")).isFocused();
        page.keyboard().press("p");
        assertThat(page.locator("#tour .count")).containsText("2 / ");
        assertThat(page.locator("[data-current] h2")).isFocused();
        page.keyboard().press("Escape");

        assertThat(page.locator("#tour")).isHidden();
        assertThat(start).isFocused();
    }

    @Test
    void withoutASupervisorThereIsNoKillButton() {
        assertThat(card("kill")).isHidden();
    }
}
