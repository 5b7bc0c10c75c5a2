package dev.taskcast.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;

/** What a person sees of a task on the page. */
record TaskPage(Page page, String id) {

    Locator row() {
        return page.locator(".task[data-id='" + id + "']");
    }

    Locator status() {
        return row().locator(".status");
    }

    Locator message() {
        return row().locator(".message");
    }

    Locator bar() {
        return row().getByRole(AriaRole.PROGRESSBAR);
    }

    Locator button(String label) {
        return row().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(label).setExact(true));
    }

    void click(String label) {
        button(label).click();
    }

    void awaitStatus(String status) {
        assertThat(status()).hasText(status);
    }

    void awaitMessage(String message) {
        assertThat(message()).hasText(message);
    }

    void awaitBar(int percent) {
        assertThat(bar()).hasAttribute("aria-valuenow", Integer.toString(percent));
    }

    void awaitAnyProgress() {
        assertThat(bar()).hasAttribute("aria-valuenow", Pattern.compile("[0-9]+"));
    }

    /** Has the page write down each value of the bar and each status from now on. */
    void record() {
        row().evaluate("""
                        row => {
                          const seen = { values: [], statuses: [row.querySelector('.status').textContent] };
                          window.seen = seen;
                          new MutationObserver(() => {
                            const value = row.querySelector('.bar').getAttribute('aria-valuenow');
                            const status = row.querySelector('.status').textContent;
                            if (value !== null && value !== seen.values.at(-1)) seen.values.push(value);
                            if (status !== seen.statuses.at(-1)) seen.statuses.push(status);
                          }).observe(row, { subtree: true, childList: true, attributes: true, characterData: true });
                        }
                        """);
    }

    List<Integer> recordedValues() {
        return recorded("values").stream().map(Integer::valueOf).toList();
    }

    List<String> recordedStatuses() {
        return recorded("statuses");
    }

    private List<String> recorded(String what) {
        return List.of(((String) page.evaluate("window.seen." + what + ".join()")).split(",", -1));
    }
}
