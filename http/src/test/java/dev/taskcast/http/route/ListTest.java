package dev.taskcast.http.route;

import static dev.taskcast.http.route.Answers.answer;
import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TaskOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of tasks. */
class ListTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final Puppet puppet = Puppet.docile();

    @BeforeEach
    void register() {
        tasks.register("zebra", puppet, options("Feed the Zebra", "ann", "zoo", "daily"));
        tasks.register("import", puppet, options("Import", "bob", "daily"));
        tasks.register("idle", puppet);
        tasks.register("Ünïcode", puppet);
        tasks.start("zebra");
        puppet.awaitRun();
        tasks.start("import");
        puppet.awaitRun().fail("broken");
    }

    private static TaskOptions options(String title, String owner, String... tags) {
        return TaskOptions.builder().title(title).owner(owner).tags(tags).build();
    }

    private Map<String, @Nullable Object> page(String query) {
        return Answers.json(full(endpoint, SimpleRequest.get("/tasks" + query)));
    }

    private static List<@Nullable Object> ids(Map<String, @Nullable Object> page) {
        List<@Nullable Object> ids = new ArrayList<>();
        for (Object task : (List<?>) Objects.requireNonNull(page.get("tasks"))) {
            ids.add(((Map<?, ?>) Objects.requireNonNull(task)).get("id"));
        }
        return ids;
    }

    @Test
    void itHasAllTasksInTheOrderOfRegistrationAsTheyAre() {
        Map<String, @Nullable Object> page = page("");

        assertThat(page).containsOnlyKeys("tasks", "position", "now");
        assertThat(page.get("tasks"))
                .isEqualTo(List.copyOf(ModelClient.truth(tasks).values()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=running | zebra",
                "status=error | import",
                "status=pending | idle Ünïcode",
                "status=running&status=error | zebra import",
                "status=completed | ''",
                "q=zebra | zebra",
                "q=THE+zeb | zebra",
                "q=i | import idle",
                "q=%C3%9CN | Ünïcode",
                "q=100%25 | ''",
                "q= | zebra import idle Ünïcode",
                "task=idle&task=zebra | zebra idle",
                "type=import | import",
                "owner=ann | zebra",
                "owner=ann&owner=bob | zebra import",
                "tag=zoo&tag=none | zebra",
                "tag=daily&owner=bob | import",
                "tag=daily&status=running&q=feed | zebra",
                "owner=nobody | ''",
                "unknown=%zz&limit2=x | zebra import idle Ünïcode"
            })
    void itCanBeFiltered(String query, String ids) {
        assertThat(ids(page("?" + query)).stream().map(String::valueOf).toList())
                .isEqualTo(ids.isEmpty() ? List.of() : List.of(ids.split(" ")));
    }

    @Test
    void itComesInPages() {
        List<@Nullable Object> all = new ArrayList<>();
        String after = "";
        for (int i = 0; i < 2; i++) {
            Map<String, @Nullable Object> page = page("?limit=2" + after);
            all.addAll(ids(page));
            after = "&after=" + page.get("next");
        }

        assertThat(all).containsExactly("zebra", "import", "idle", "Ünïcode");
        assertThat(after).as("the last page has no next").isEqualTo("&after=null");
        assertThat(page("?limit=4")).doesNotContainKey("next");
    }

    @Test
    void aHundredAreAPageAndAThousandTheMost() {
        IntStream.range(0, 1_100).forEach(i -> tasks.register("t" + i, puppet));

        assertThat(ids(page(""))).hasSize(100).endsWith("t95");
        assertThat(ids(page("?limit=1000"))).hasSize(1_000);
        assertThat(ids(page("?limit=1000&after=" + page("?limit=1000").get("next"))))
                .hasSize(104)
                .startsWith("t996");
        assertThat(ids(page("?q=t109&limit=3"))).containsExactly("t109", "t1090", "t1091");
    }

    @Test
    void aPageGoesOnWhereTasksWereTakenAwayMeanwhile() {
        Object next = page("?limit=2").get("next");
        tasks.unregister("import");
        tasks.unregister("idle");

        assertThat(ids(page("?limit=2&after=" + next))).containsExactly("Ünïcode");
    }

    @Test
    void aStreamFromItsPositionMissesNothing() {
        String position = (String) Objects.requireNonNull(page("").get("position"));
        tasks.start("idle");
        puppet.awaitRun();

        ModelClient client =
                new ModelClient(endpoint).connect(SimpleRequest.get("/tasks/events?lastEventId=" + position), true);

        assertThat(client.told()).containsExactly("update idle running Starting...", "ready");
    }

    @Test
    void withoutTasksItIsEmpty() {
        TaskManager none = invariants.manager();

        assertThat(Answers.json(full(TaskEndpoint.builder(none).build(), SimpleRequest.get("/tasks"))))
                .containsEntry("tasks", List.of())
                .containsEntry("position", Long.toString(Backends.of(none).log().head()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=-1",
                "limit=1001",
                "limit=",
                "limit",
                "limit=x",
                "limit=1e2",
                "limit=99999999999999999999",
                "limit=%zz",
                "limit=2&limit=2&after=x",
                "after=-1",
                "after=x",
                "after=",
                "status=",
                "status=Running",
                "status=running&status=nope",
                "status=%00"
            })
    void aBadValueIsABadParameter(String query) {
        assertThat(answer(endpoint, SimpleRequest.get("/tasks?" + query))).isEqualTo("400 bad_parameter");
    }
}
