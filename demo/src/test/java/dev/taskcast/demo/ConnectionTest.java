package dev.taskcast.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.testkit.proxy.FaultProxy;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the page shows after a reload, in a second tab, and when the connection or the server goes and comes back. */
final class ConnectionTest {
    private static final String ID = "import-data";
    private static final String STREAM = "**/tasks/events*";

    @RegisterExtension
    private static final Chromium CHROMIUM = new Chromium();

    private final Script script = Script.obedient();
    private Demo demo;
    private FaultProxy proxy;
    private Page page;
    private TaskPage task;
    private PageTime time;

    @BeforeEach
    void start() {
        demo = demo(0);
        proxy = new FaultProxy(demo.port(), 1);
        page = CHROMIUM.openWithClock(proxy.port());
        time = new PageTime(page.clock());
        task = new TaskPage(page, ID);
        assertThat(page.locator(".connection")).hasText("Live");
    }

    @AfterEach
    void stop() {
        proxy.close();
        demo.close();
    }

    @Test
    void aReloadShowsTheRunningBar() {
        task.click("Start");
        script.progress("Importing rows", 30, 100);
        task.awaitBar(30);

        page.reload();

        task.awaitBar(30);
        task.awaitMessage("Importing rows");
        script.progress("Importing rows", 31, 100);
        task.awaitBar(31);
    }

    @Test
    void twoTabsSeeTheSame() {
        Page second = CHROMIUM.open(proxy.port(), page.context());
        TaskPage there = new TaskPage(second, ID);

        task.click("Start");
        script.progress("Importing rows", 40, 100);
        there.awaitBar(40);
        task.awaitBar(40);
        there.click("Cancel");

        task.awaitStatus("canceled");
        there.awaitStatus("canceled");
    }

    @Test
    void aLostConnectionIsResumedWithoutAGap() {
        task.click("Start");
        script.progress("Importing rows", 10, 100);
        task.awaitBar(10);
        task.record();

        proxy.takeAway();
        script.complete("first");
        Runs.untilTerminal(demo.tasks(), ID);
        demo.tasks().start(ID);
        script.progress("Importing rows", 55, 100);
        Runs.until(() -> Runs.current(demo.tasks(), ID) == 55);
        proxy.putBack();
        time.passUntil(this::isLive);

        task.awaitBar(55);
        assertThat(task.recordedStatuses()).isEqualTo(List.of("running", "completed", "running"));
        assertThat(proxy.streams().getLast().request()).contains("lastEventId=");
        assertThat(proxy.streams().getLast().sent()).contains("\"completed\"").doesNotContain("\"reset\"", "\"init\"");
    }

    @Test
    void aLongLossIsSaidAndTheLastValuesStay() {
        task.click("Start");
        script.progress("Importing rows", 10, 100);
        task.awaitBar(10);

        proxy.takeAway();
        time.passUntil(page.locator(".banner")::isVisible);

        assertThat(page.locator(".connection")).hasText(Pattern.compile("Reconnecting|Offline"));
        task.awaitBar(10);
        proxy.putBack();
        time.passUntil(this::isLive);
        assertThat(page.locator(".banner")).isHidden();
        assertThat(page.locator(".connection")).hasText("Live");
    }

    @Test
    void itComesBackAfterAnErrorStatus() {
        page.route(STREAM, route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
        proxy.takeAway();
        proxy.putBack();
        time.passUntil(page.locator(".banner")::isVisible);

        page.unroute(STREAM);
        time.passUntil(this::isLive);

        assertThat(page.locator(".banner")).isHidden();
        task.click("Start");
        script.progress("Importing rows", 20, 100);
        task.awaitBar(20);
    }

    @Test
    void aServerThatIsStartedAgainShowsItsOwnTruth() {
        task.click("Start");
        script.progress("Importing rows", 70, 100);
        task.awaitBar(70);
        page.evaluate(
                "window.kept = document.querySelector('task-list').shadowRoot.querySelector('[data-id=import-data]')");
        int port = demo.port();

        demo.close();
        demo = Demo.start(
                tasks -> {
                    tasks.register("new", script);
                    tasks.register(ID, script, TaskOptions.title("Import"));
                },
                port);
        time.passUntil(() -> task.status().textContent().equals("pending"));

        page.mouse().move(0, 0); // among the rows, it would keep them where they are
        assertThat(page.locator("task-item [part=title]")).hasText(new String[] {"new", "Import"});
        assertThat(page.evaluate("window.kept.isConnected")).isEqualTo(true);
        assertThat(proxy.streams().getLast().sent()).contains("\"reset\"");
    }

    private boolean isLive() {
        return page.locator(".connection").textContent().equals("Live");
    }

    private Demo demo(int port) {
        return Demo.start(
                tasks -> {
                    tasks.register(ID, script, TaskOptions.title("Import"));
                    tasks.register("goes-away", script);
                },
                port);
    }
}
