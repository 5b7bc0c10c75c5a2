package dev.taskcast.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import dev.taskcast.task.TaskOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a row shows of each state, with a task that does what the test says. */
final class TaskRowTest {
    private static final String ID = "a task with spaces";
    private static final String HTML = "<img src=x onerror=\"document.title='run'\"><script>alert(1)</script>";

    @RegisterExtension
    private static final Chromium CHROMIUM = new Chromium();

    private final Script script = Script.obedient();
    private final Script stubborn = Script.stubborn();
    private Demo demo;
    private Page page;
    private TaskPage task;

    @BeforeEach
    void start() {
        demo = Demo.start(
                tasks -> {
                    tasks.register(ID, script, TaskOptions.title("A title"));
                    tasks.register("stubborn", stubborn);
                },
                0);
        page = CHROMIUM.open(demo.port());
        task = new TaskPage(page, ID);
    }

    @AfterEach
    void stop() {
        stubborn.complete(null);
        demo.close();
    }

    @Test
    void aBarWithNumbers() {
        task.click("Start");
        script.progress("Halfway", 520.5, 1_000);

        task.awaitBar(52);
        task.awaitMessage("Halfway");
        assertThat(task.row().locator(".percent")).hasText("52%");
        assertThat(task.row().locator(".numbers")).hasText("521 of 1,000");
        assertThat(task.bar()).hasAttribute("aria-valuetext", "521 of 1,000");
        assertThat(task.bar()).hasAccessibleName("A title");
    }

    @Test
    void aBarWithoutNumbers() {
        task.click("Start");
        script.progress("Looking around");

        task.awaitMessage("Looking around");
        assertThat(task.bar()).hasAttribute("data-indeterminate", "");
        assertThat(task.bar()).not().hasAttribute("aria-valuenow", "0");
        script.progress("Counting", 7, Double.NaN);
        assertThat(task.row().locator(".numbers")).hasText("7");
    }

    @Test
    void nothingMovesForWhoWantsLessMotion() {
        String animations =
                "row => row.shadowRoot.getAnimations().map(each => each.animationName ?? each.transitionProperty)";
        task.click("Start");
        script.progress("Looking around");
        task.awaitMessage("Looking around");
        assertThat(task.row().evaluate(animations)).asString().contains("to-and-fro");

        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));

        assertThat((List<?>) task.row().evaluate(animations)).isEmpty();
        assertThat(task.bar()).isVisible();
        script.progress("Halfway", 50, 100);
        task.awaitBar(50);
        assertThat((List<?>) task.row().evaluate(animations)).isEmpty();
    }

    @Test
    void aBarBeyondItsTotal() {
        task.click("Start");
        script.progress("More than thought", 1_204, 1_000);

        task.awaitBar(100);
        assertThat(task.row().locator(".numbers")).hasText("1,204 of 1,000 expected");
    }

    @Test
    void stepsAndHowFarEachIs() {
        Locator steps = task.row().locator(".steps li");
        task.unfold();
        task.click("Start");
        script.plan(4);
        Runnable endReading = script.step("Reading", 1, 9, 9);
        script.step("Matching", 3, 1, 3);
        assertThat(steps).hasText(new String[] {"Reading busy · 100%"});
        task.awaitMessage("Reading: busy");
        task.awaitBar(25);

        endReading.run();

        assertThat(steps).hasText(new String[] {"Reading done", "Matching busy · 33%"});
        task.awaitMessage("Matching: busy");
        task.awaitBar(50);
        assertThat(task.row().locator(".numbers")).hasText("");
        task.click("Cancel");
        task.awaitStatus("canceled");
        assertThat(steps).hasText(new String[] {"Reading done", "Matching busy · 33%"});
        assertThat(task.details()).containsText("at 50%, Matching: busy, after");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void aResult() {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("rowsRead", 12_345);
        result.put("files", List.of("a.csv", "b.csv"));
        task.click("Start");
        script.complete(result);

        task.awaitStatus("completed");
        assertThat(task.result()).hasText("Rows read: 12,345 · Files: a.csv, b.csv");
        assertThat(task.bar()).hasCount(0);
        assertThat(task.button("Run again")).isVisible();
    }

    @Test
    void htmlIsShownAndNotRun() {
        task.click("Start");
        script.progress(HTML);
        task.awaitMessage(HTML);
        script.fail(HTML);

        task.awaitStatus("failed");
        task.awaitMessage(HTML);
        assertThat(page.locator("task-item img, task-item script")).hasCount(0);
        assertThat(page).hasTitle("Taskcast");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void theBrowserKeepsToThePagesPolicy() {
        page.evaluate("document.body.insertAdjacentHTML('beforeend', `<img src=x onerror=\"document.title='run'\">`)");

        Runs.until(() -> {
            assertThat(page).hasTitle("Taskcast"); // what the browser says is heard within calls of the page only
            return CHROMIUM.complaints().stream().anyMatch(line -> line.contains("Content Security Policy"));
        });
        assertThat(page).hasTitle("Taskcast");
    }

    @Test
    void aHandlerThatDoesNotStopYet() {
        TaskPage row = new TaskPage(page, "stubborn");
        row.click("Start");
        stubborn.progress("Busy", 1, 2);
        row.awaitBar(50);

        row.click("Cancel");
        row.awaitStatus("stopping");
        row.awaitMessage("canceled");
        stubborn.complete(null);
        row.awaitStatus("canceled");
        row.awaitMessage("");
    }

    @Test
    void aRowWorksByKeyboardAndKeepsTheFocus() {
        Locator row = task.row().locator(".toggle");
        task.button("Start").focus();
        page.keyboard().press("Enter");
        task.awaitStatus("running");
        script.progress("On the way", 1, 4);
        task.awaitBar(25);
        assertThat(row).isFocused();

        page.keyboard().press("c");
        task.awaitStatus("canceled");
        assertThat(row).isFocused();
        page.keyboard().press("Enter");
        assertThat(task.details()).isVisible();
        page.keyboard().press("s");
        task.awaitStatus("running");
    }

    @Test
    void aDoubleClickStartsAndDoesNotCancel() {
        task.button("Start").dblclick();

        script.progress("Still here", 1, 2);
        task.awaitBar(50);
    }

    @Test
    void screenReadersHearOfStatusesAndQuarters() {
        task.click("Start");
        for (int done = 1; done <= 60; done++) {
            script.progress("On the way", done, 100);
        }
        task.awaitBar(60);
        script.fail("a cable is loose");
        task.awaitStatus("failed");

        Locator lines = page.locator("[aria-live]");
        assertThat(lines).hasCount(1);
        assertThat(lines.locator("p").last()).hasText("A title: failed — a cable is loose");
        assertThat(lines.locator("p").count()).isLessThanOrEqualTo(4);
    }

    @Test
    void aRefusedActionIsShownInTheRow() {
        demo.tasks().unregister(ID);
        assertThat(task.row()).hasCount(0);
        page.route("**/stubborn/start", route -> {
            demo.tasks().unregister("stubborn");
            route.resume();
        });

        assertThat(page.locator(".summary")).hasText("1 task");
        new TaskPage(page, "stubborn").click("Start");

        assertThat(page.locator("[aria-live] p").last()).hasText(Pattern.compile("There is no .+"));
        assertThat(page.locator(".empty")).isVisible();
    }
}
