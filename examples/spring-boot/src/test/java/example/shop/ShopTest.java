package example.shop;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two users in a real browser, on a real PostgreSQL. */
@EnabledIfEnvironmentVariable(named = "TASKCAST_CHROMIUM", matches = ".+")
class ShopTest {
    private static EmbeddedPostgres database;
    private static Playwright playwright;
    private static Browser browser;
    private String name = "";
    private ConfigurableApplicationContext shop;

    @BeforeAll
    static void startBrowser() throws IOException {
        database = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        playwright = Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(Path.of(System.getenv("TASKCAST_CHROMIUM")))
                        .setArgs(List.of("--no-sandbox", "--disable-background-networking")));
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    }

    @AfterAll
    static void stopBrowser() throws IOException {
        playwright.close();
        database.close();
    }

    @BeforeEach
    void start(TestInfo test) throws SQLException {
        name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        shop = run(0);
    }

    @AfterEach
    void stop() {
        browser.contexts().forEach(each -> each.close());
        shop.close();
    }

    private ConfigurableApplicationContext run(int port) {
        return SpringApplication.run(
                Shop.class,
                "--server.port=" + port,
                "--spring.datasource.url=" + database.getJdbcUrl("postgres", name),
                "--taskcast.node.close-timeout=1s",
                "--taskcast.node.lease=2s",
                "--spring.main.banner-mode=off");
    }

    private int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) shop).getWebServer())
                .getPort();
    }

    private Page login(String user) {
        Page page = browser.newContext().newPage();
        page.navigate("http://localhost:" + port() + "/");
        page.getByPlaceholder("Username").fill(user);
        page.getByPlaceholder("Password").fill(user);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Your reports");
        assertThat(page.locator("task-list")).containsText("Live"); // its scripts have run
        return page;
    }

    private static void click(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static Locator tasks(Page page) {
        return page.locator("task-item");
    }

    private long orders() {
        return shop.getBean(JdbcClient.class)
                .sql("SELECT count(*) FROM orders")
                .query(Long.class)
                .single();
    }

    @Test
    void eachSeesTheirOwnAndWhatIsRolledBackNobody() {
        Page ann = login("ann");
        Page bob = login("bob");
        long before = orders();
        click(ann, "Order too many lines");
        assertThat(ann.locator("output")).hasText("Not done: 500");
        assertThat(orders()).isEqualTo(before);
        click(ann, "Order 100 lines");

        assertThat(tasks(ann)).hasCount(1);
        assertThat(tasks(ann).getByRole(AriaRole.PROGRESSBAR))
                .hasAttribute("aria-valuenow", Pattern.compile("[1-9].*"));
        assertThat(orders()).isEqualTo(before + 1);
        click(bob, "Order 100 lines");
        assertThat(tasks(bob)).hasCount(1);
        assertThat(tasks(ann)).hasCount(1);
        assertThat(tasks(ann).locator(".status")).hasText("completed");
    }

    @Test
    void whoLogsOutSeesNothingMore() {
        Page ann = login("ann");
        click(ann, "Order 100 lines");
        assertThat(tasks(ann).first().getByRole(AriaRole.PROGRESSBAR)).isVisible();
        click(ann, "Log out");

        assertThat(ann.locator("task-list"))
                .containsText(Pattern.compile("sign in|log in|access", Pattern.CASE_INSENSITIVE));
    }

    @Test
    void aPageThatIsOpenGoesOnAfterARestartInMidRun() {
        Page ann = login("ann");
        click(ann, "Order 100 lines");
        Locator bar = tasks(ann).first().getByRole(AriaRole.PROGRESSBAR);
        assertThat(bar).hasAttribute("aria-valuenow", Pattern.compile("[1-9][0-9].*"));
        ann.evaluate("() => { window.kept = true; }");
        int port = port();
        shop.close();
        shop = run(port);

        assertThat(tasks(ann).first().locator(".status")).hasText("completed");
        assertThat(ann.evaluate("() => window.kept"))
                .as("the page was not loaded anew")
                .isEqualTo(true);
    }
}
