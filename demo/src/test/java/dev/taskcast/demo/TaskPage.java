package dev.taskcast.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a person sees of a task on the page.
 *
 * @param part of the page, where the task is shown in several of them
 */
record TaskPage(Page page, String id, String part) {
    TaskPage(Page page, String id) {
        this(page, id, "body");
    }

    Locator row() {
        return page.locator(part + " task-item[data-id='" + id + "']");
    }

    Locator status() {
        return row().locator(".status");
    }

    Locator message() {
        return row().locator(".detail");
    }

    Locator bar() {
        return row().getByRole(AriaRole.PROGRESSBAR);
    }

    /** Its name says of which task it is as well. */
    Locator button(String label) {
        Pattern name = Pattern.compile("^" + label + ": ");
        return row().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    /** Shows all that is known of it. */
    void unfold() {
        row().locator(".toggle").click();
    }

    Locator details() {
        return row().locator("[part=details]");
    }

    void click(String label) {
        button(label).click();
    }

    /** Whatever its button says, for the first time or again. */
    void start() {
        row().locator("[data-action=start]").click();
    }

    /** What a run has given. */
    Locator result() {
        return row().locator("[part=result]");
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

    /** Has the page write down each message about this task from now on. */
    void record() {
        row().waitFor(); // its state is known
        page.evaluate("""
                        async id => {
                          const { sourceOf } = await import('/tasks/client/elements.js');
                          const seen = window.seen = { values: [], statuses: [] };
                          const add = (list, value) => value !== undefined && value !== list.at(-1) && list.push(value);
                          const state = sourceOf('/tasks/events').tasks.get(id);
                          add(seen.statuses, state?.status);
                          sourceOf('/tasks/events').addEventListener('message', ({ data }) => {
                            if (data.taskId !== id || !data.state) return;
                            add(seen.statuses, data.state.status);
                            const { current, total } = data.state.progress ?? {};
                            if (total) add(seen.values, Math.floor(current / total * 100));
                          });
                        }
                        """, id);
    }

    /** Has the page write down each message that the row shows from now on. */
    void recordDetails() {
        row().evaluate("""
                        row => {
                          const detail = row.shadowRoot.querySelector('.detail');
                          const seen = window.details = [];
                          new MutationObserver(() => seen.push(detail.textContent))
                            .observe(detail, { childList: true, characterData: true, subtree: true });
                        }
                        """);
    }

    List<String> recordedDetails() {
        return List.of(((String) page.evaluate("window.details.join('\\n')")).split("\n", -1));
    }

    List<Integer> recordedValues() {
        return recorded("values").stream()
                .filter(value -> !value.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }

    List<String> recordedStatuses() {
        return recorded("statuses");
    }

    private List<String> recorded(String what) {
        return List.of(((String) page.evaluate("window.seen." + what + ".join()")).split(",", -1));
    }
}
