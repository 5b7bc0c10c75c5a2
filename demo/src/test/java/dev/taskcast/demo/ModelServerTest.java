package dev.taskcast.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page on a server that speaks only the protocol that ours extends. */
final class ModelServerTest {
    @RegisterExtension
    private static final Chromium CHROMIUM = new Chromium();

    private ModelServer server;
    private Page page;
    private TaskPage task;
    private PageTime time;

    @BeforeEach
    void start() {
        server = new ModelServer();
        page = CHROMIUM.openWithClock(server.port());
        time = new PageTime(page.clock());
        task = new TaskPage(page, "import-data");
        time.passUntil(() -> page.locator(".connection").textContent().equals("Live"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRunFromItsStartToItsEnd() {
        task.awaitStatus("pending");
        task.click("Start");
        server.update(running(25));
        task.awaitBar(25);
        task.click("Cancel");
        await().until(() -> server.requests().size() == 3); // it may come after what follows otherwise
        server.update("{\"id\":\"import-data\",\"status\":\"canceled\",\"lastRun\":1760000000000}");

        task.awaitStatus("canceled");
        assertThat(server.requests())
                .containsExactly("stream null", "POST /tasks/import-data/start", "POST /tasks/import-data/cancel");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void aLostConnectionGoesOnWhereItEnded() {
        server.update(running(25));
        task.awaitBar(25);
        task.record();

        server.cut();
        server.update(running(50));
        server.update(running(75));
        time.passUntil(() -> server.requests().size() > 1);

        task.awaitBar(75);
        assertThat(task.recordedValues()).containsExactly(50, 75);
        assertThat(server.requests().getLast()).isEqualTo("stream lastEventId=1");
    }

    private static String running(int percent) {
        return "{\"id\":\"import-data\",\"status\":\"running\",\"progress\":{\"message\":\"Importing rows\",\"current\":"
                + percent + ",\"total\":100}}";
    }
}
