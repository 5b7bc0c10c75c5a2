package dev.taskcast.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.demo.stage.Address;
import dev.taskcast.demo.tenants.TenantReports;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What those see and may who come over the network: they watch. */
final class OthersTest {
    @RegisterExtension
    private static final Chromium CHROMIUM = new Chromium();

    @TempDir
    private Path directory;

    @Test
    void theyWatchAndAreOfferedNothingElse() throws IOException {
        InetAddress address = Address.ofThisMachine().orElse(null);
        Assumptions.assumeTrue(address != null, "needs an address besides loopback");
        DataFiles files = new DataFiles(directory);
        files.makeMissing(new DataFiles.Size(60_000, 100, 1_000));
        Demo.Setting setting = new Demo.Setting(
                files, JdbcTaskStore.embedded(directory.resolve("tasks")), DemoTasks.Pace.DEMO, Optional.of(() -> {
                    throw new AssertionError("killed");
                }));
        try (Demo demo = Demo.start(setting, new Demo.Door(0, address))) {
            String url = new Address(demo.port(), address).url();
            Page page = CHROMIUM.open(url);

            assertThat(page.locator("#connection")).hasText("Live");
            assertThat(page.locator("#hero task-item")).hasAttribute("data-status", "running");
            demo.tasks().start(TenantReports.STARTER);
            assertThat(page.locator("#line task-item")).hasCount(20);
            assertThat(page.locator("#line .detail").getByText(Pattern.compile("in line: queue limit, about .+")))
                    .not()
                    .hasCount(0);
            assertThat(page.locator("#clock .next")).hasText(Pattern.compile("next run in \\d+ s"));
            assertThat(page.locator("#line [data-control], #again [data-control]"))
                    .hasCount(0);
            assertThat(page.locator("task-item [part=button]:visible")).hasCount(0);
            assertThat(page.locator("#kill, #viewers, #users, #submit, #guest, #cut"))
                    .hasCount(0);
            assertThat(CHROMIUM.complaints()).isEmpty();
            APIRequestContext request = page.request();
            assertThat(post(request, url + "tasks/checksum/start")).isEqualTo(403);
            assertThat(post(request, url + "tasks/submit-reports/start")).isEqualTo(403);
            assertThat(post(request, url + "demo/kill-server/start")).isEqualTo(404);
            assertThat(post(request, url + "team")).isEqualTo(404);
            String here = "http://localhost:" + demo.port() + "/demo/kill-server/start";
            assertThat(request.post(here, RequestOptions.create().setHeader("Host", "evil.example.com:80"))
                            .status())
                    .isEqualTo(403);
            assertThat(request.post(here, RequestOptions.create().setHeader("Sec-Fetch-Site", "cross-site"))
                            .status())
                    .isEqualTo(403);
        }
    }

    private static int post(APIRequestContext request, String url) {
        return request.post(url).status();
    }
}
