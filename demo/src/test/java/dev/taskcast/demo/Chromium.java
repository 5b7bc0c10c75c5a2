package dev.taskcast.demo;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** A browser without a window, one for all test classes; each test has profiles of its own. Where none is installed, they are skipped. */
final class Chromium implements BeforeAllCallback, AfterEachCallback {
    private static final double LONGEST_MILLIS = 30_000;

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private @Nullable Browser browser;

    /** Is closed after the last test of the last class. */
    private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
        static Running launch(Path executable) {
            // Playwright's own browsers are not wanted.
            Playwright playwright =
                    Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            Browser browser = playwright
                    .chromium()
                    .launch(new LaunchOptions()
                            .setExecutablePath(executable)
                            .setArgs(List.of("--no-sandbox", "--disable-background-networking")));
            PlaywrightAssertions.setDefaultAssertionTimeout(LONGEST_MILLIS);
            return new Running(playwright, browser);
        }

        @Override
        public void close() {
            playwright.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext test) {
        Optional<Path> executable = find();
        Assumptions.assumeTrue(
                executable.isPresent(), "needs Chromium on the PATH, or its place in TASKCAST_CHROMIUM or CHROMIUM");
        browser = test.getRoot()
                .getStore(Namespace.create(Chromium.class))
                .computeIfAbsent(Running.class, key -> Running.launch(executable.orElseThrow()), Running.class)
                .browser();
    }

    /** Closes the test's tabs. */
    @Override
    public void afterEach(ExtensionContext test) {
        browser().contexts().forEach(BrowserContext::close);
        complaints.clear();
    }

    private Browser browser() {
        return Objects.requireNonNull(browser, "beforeAll comes first");
    }

    private static Optional<Path> find() {
        Stream<Path> named = Stream.of("TASKCAST_CHROMIUM", "CHROMIUM")
                .map(name -> System.getenv().getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .map(Path::of);
        List<String> path = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1));
        Stream<Path> onPath = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> path.stream().map(folder -> Path.of(folder, name)));
        return Stream.concat(named, onPath).filter(Files::isExecutable).findFirst();
    }

    /** A tab on the page, in a profile of its own. */
    Page open(int port) {
        return open(port, new Browser.NewContextOptions());
    }

    /** A tab on one of its other pages, in a profile of its own. */
    Page open(int port, String path) {
        return open("http://localhost:" + port + path);
    }

    Page open(int port, Browser.NewContextOptions options) {
        BrowserContext context = browser().newContext(options);
        context.setDefaultTimeout(LONGEST_MILLIS);
        return open(port, context);
    }

    /** A tab whose time can be put forward, in a profile of its own. */
    Page openWithClock(int port) {
        BrowserContext context = profile();
        context.clock().install();
        return open(port, context);
    }

    /** A profile without tabs. */
    BrowserContext profile() {
        BrowserContext context = browser().newContext();
        context.setDefaultTimeout(LONGEST_MILLIS);
        return context;
    }

    /** A further tab. */
    Page open(int port, BrowserContext context) {
        return open("http://localhost:" + port + "/", context);
    }

    /** A tab wherever one likes, in a profile of its own. */
    Page open(String url) {
        return open(url, profile());
    }

    private Page open(String url, BrowserContext context) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(url);
        return page;
    }

    /** What the browser complained of in this test so far, for example of the content security policy. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }
}
