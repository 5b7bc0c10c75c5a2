package dev.taskcast.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.TaskServer;
import dev.taskcast.testkit.proxy.FaultProxy;
import dev.taskcast.testkit.proxy.Faults;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Behind a proxy that holds the stream back, the page says so, and asks for the list again and again. */
final class BufferingTest {
    private static final String ID = "import-data";
    private static final int POLL_MILLIS = 2_000;
    private static final Faults HOLDS_EVERYTHING = new Faults(0, 0, 1, 0, Duration.ZERO);
    private static final Faults HOLDS_MOST = new Faults(0, 0, 0.9, 0, Duration.ZERO);

    @RegisterExtension
    private static final Chromium CHROMIUM = new Chromium();

    private final Script script = Script.obedient();
    private final TaskManager tasks = TaskManager.create();
    private TaskServer server;
    private FaultProxy proxy;

    @BeforeEach
    void start() {
        TaskServer.Builder builder = TaskServer.builder()
                .endpoint(TaskEndpoint.builder(tasks)
                        .heartbeatInterval(Duration.ofMillis(50))
                        .build())
                .port(0);
        WebPages.list().forEach(builder::page);
        server = builder.start();
        proxy = new FaultProxy(server.port(), 1);
        tasks.register(ID, script);
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
        tasks.close();
    }

    @Test
    void oneThatLetsNothingThrough() {
        proxy.faults(HOLDS_EVERYTHING);
        Page page = CHROMIUM.openWithClock(proxy.port());

        awaitThatItPollsAndIsTrue(page);
    }

    @Test
    void oneThatLetsHeartbeatsThroughInBursts() {
        Page page = CHROMIUM.openWithClock(proxy.port());
        assertThat(page.locator(".connection")).hasText("Live");
        proxy.faults(HOLDS_MOST);

        awaitThatItPollsAndIsTrue(page);
        proxy.faults(Faults.NONE);
        page.evaluate("async () => (await import('/tasks/client/elements.js')).sourceOf('/tasks/events').reconnect()");
        assertThat(page.locator(".connection")).hasText("Live");
    }

    private void awaitThatItPollsAndIsTrue(Page page) {
        TaskPage task = new TaskPage(page, ID);
        PageTime time = new PageTime(page.clock());
        Locator connection = page.locator(".connection");
        time.passUntil(() -> connection.textContent().equals("Every 2 s"));
        assertThat(connection).hasAttribute("data-state", "live");
        task.click("Start");
        script.progress("Importing rows", 30, 100);
        Runs.until(() -> Runs.current(tasks, ID) == 30);
        time.pass(POLL_MILLIS);
        task.awaitBar(30);
        script.complete(null);
        Runs.untilTerminal(tasks, ID);
        time.pass(POLL_MILLIS);
        task.awaitStatus("completed");
    }
}
