package dev.taskcast.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.taskcast.demo.proxies.Proxy;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page behind nginx with its defaults. */
final class NginxPageTest {
    @RegisterExtension
    private static final Chromium CHROMIUM = new Chromium();

    @TempDir
    private Path folder;

    @Test
    void itStartsAndCancelsAndSeesWhatHappens() throws IOException {
        Script script = Script.obedient();
        try (Demo demo = Demo.start(tasks -> tasks.register("t", script), 0);
                Proxy nginx = Proxy.nginx(demo.port(), folder)) {
            Page page = CHROMIUM.open(nginx.port());
            TaskPage task = new TaskPage(page, "t");
            assertThat(page.locator(".connection")).hasText("Live");

            task.click("Start");
            script.progress("Importing rows", 30, 100);
            task.awaitBar(30);
            task.click("Cancel");
            task.awaitStatus("canceled");

            assertThat(CHROMIUM.complaints()).isEmpty();
        }
    }
}
