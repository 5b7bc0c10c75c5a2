package dev.taskcast.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.exchange.Request;
import dev.taskcast.server.TaskServer;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.testkit.proxy.FaultProxy;
import dev.taskcast.testkit.proxy.ProxiedStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tabs of one browser share a stream: those of one viewer, and no others. */
final class TabsTest {
    private static final int TABS = 12;

    @RegisterExtension
    private static final Chromium CHROMIUM = new Chromium();

    private final Script script = Script.obedient();
    private final TaskManager tasks = TaskManager.create();
    private TaskServer server;
    private FaultProxy proxy;

    /** Sees their own tasks. */
    private record User(String key) implements Viewer {
        static Optional<Viewer> of(Request request) {
            String cookie = request.header("Cookie");
            return cookie == null ? Optional.empty() : Optional.of(new User(cookie.replace("user=", "")));
        }

        @Override
        public boolean canSee(TaskIdentity task) {
            return key.equals(task.owner()) || task.owner() == null;
        }
    }

    @BeforeEach
    void start() {
        String html =
                "<!doctype html><html lang=en><title>tabs</title><script type=module src=/tasks/client/elements.js>"
                        + "</script><task-list></task-list>";
        server = TaskServer.builder()
                .endpoint(TaskEndpoint.builder(tasks).access(User::of).build())
                .page(Html.page(html))
                .port(0)
                .start();
        proxy = new FaultProxy(server.port(), 1);
        for (String owner : List.of("ann", "bob")) {
            tasks.register(
                    owner + "-task",
                    script,
                    TaskOptions.builder().owner(owner).tags("own").build());
        }
        tasks.register("common", script);
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
        tasks.close();
    }

    private Page open(BrowserContext context, String query) {
        Page page = CHROMIUM.open(proxy.port(), context);
        page.evaluate(
                "query => document.querySelector('task-list').setAttribute('src', '/tasks/events' + query)", query);
        assertThat(page.locator(".connection")).hasText("Live");
        return page;
    }

    private BrowserContext profile(String user) {
        BrowserContext context = CHROMIUM.profile();
        login(context, user);
        return context;
    }

    private static void login(BrowserContext context, String user) {
        context.addCookies(
                List.of(new Cookie("user", user).setDomain("localhost").setPath("/")));
    }

    private void awaitStreams(int count) {
        Runs.until(() -> proxy.openStreams() == count);
    }

    private static void has(Page page, String... ids) {
        assertThat(page.locator("task-item [part=title]")).hasText(ids);
    }

    @Test
    void twelveTabsHaveOneStreamWhichTheNextTakesOver() {
        BrowserContext context = profile("ann");
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < TABS; i++) {
            pages.add(open(context, ""));
        }
        awaitStreams(1);
        tasks.start("ann-task");
        script.progress("On the way", 25, 100);
        pages.forEach(page -> new TaskPage(page, "ann-task").awaitBar(25));

        for (int i = 0; i < TABS - 1; i++) {
            pages.removeFirst().close();
            awaitStreams(1);
        }
        script.progress("Further", 75, 100);
        new TaskPage(pages.getFirst(), "ann-task").awaitBar(75);
        ProxiedStream last = proxy.streams().getLast();
        assertThat(last.request()).contains("lastEventId=");
        assertThat(last.sent()).doesNotContain("\"reset\"", "\"init\"");
        new TaskPage(pages.getFirst(), "ann-task").click("Cancel");
        new TaskPage(pages.getFirst(), "ann-task").awaitStatus("canceled");
    }

    @Test
    void tabsWithOtherFiltersShareToo() {
        BrowserContext context = profile("ann");
        Page own = open(context, "?tag=own");
        has(own, "ann-task");
        Page one = open(context, "?task=common");
        has(one, "common");
        Page all = open(context, "");
        has(all, "ann-task", "common");
        awaitStreams(1);
        tasks.start("common");
        script.progress("On the way", 25, 100);
        new TaskPage(one, "common").awaitBar(25);
        new TaskPage(all, "common").awaitBar(25);
        has(own, "ann-task");
        tasks.unregister("ann-task");
        has(all, "common");
        has(own);
        has(one, "common");
    }

    @Test
    void whoLogsInAfterSomebodyElseNeverSeesTheirs() {
        BrowserContext context = profile("ann");
        Page first = open(context, "");
        has(first, "ann-task", "common");

        login(context, "bob");
        Page second = open(context, "");
        Page third = open(context, "");

        has(second, "bob-task", "common");
        has(third, "bob-task", "common");
        awaitStreams(2);
        has(first, "ann-task", "common");
        proxy.cut(); // Ann's tab comes back with Bob's cookie
        has(first, "bob-task", "common");
        has(second, "bob-task", "common");
        awaitStreams(1);
    }

    @Test
    void aTabWhoseLeaderIsFrozenTakesTheLead() {
        BrowserContext context = profile("ann");
        Page leader = open(context, "");
        Page follower = open(context, "");
        awaitStreams(1);
        // More than a minute without a word from the leader, in a moment.
        follower.evaluate("(() => { const now = Date.now; let ahead = 0; Date.now = () => now() + ahead; "
                + "window.wait = ms => { ahead += ms } })()");

        // As a browser freezes tabs that nobody has looked at for long: nothing runs, and the lock stays. Asked to
        // freeze
        // one, Chromium does not, since its tests have all tabs visible.
        CDPSession debugger = context.newCDPSession(leader);
        debugger.send("Debugger.enable");
        debugger.send("Debugger.pause");
        follower.evaluate("wait(61_000)");
        tasks.start("common");
        script.progress("Alone", 50, 100);
        awaitStreams(2);
        new TaskPage(follower, "common").awaitBar(50);

        debugger.send("Debugger.disable");
        awaitStreams(1);
        script.progress("Together", 75, 100);
        new TaskPage(leader, "common").awaitBar(75);
        new TaskPage(follower, "common").awaitBar(75);
        assertThat(proxy.streams().getFirst().isOpen()).isFalse();
    }

    @Test
    void tabsComeBackTogetherAfterTheServerWasAway() {
        BrowserContext context = profile("ann");
        context.clock().install();
        PageTime time = new PageTime(context.clock());
        List<Page> pages = List.of(open(context, ""), open(context, ""), open(context, ""));
        awaitStreams(1);
        proxy.takeAway();
        tasks.start("common");
        script.progress("Alone", 50, 100);
        time.passUntil(
                () -> pages.stream().allMatch(page -> page.locator(".banner").isVisible()));

        proxy.putBack();
        time.passUntil(() -> pages.stream()
                .allMatch(page -> page.locator(".connection").textContent().equals("Live")));

        pages.forEach(page -> new TaskPage(page, "common").awaitBar(50));
        awaitStreams(1);
    }
}
