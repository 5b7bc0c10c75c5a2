package dev.taskcast.http.route;

import static dev.taskcast.http.route.Answers.answer;
import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.People;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.time.ManualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of tasks, sorted and searched. */
class FindRoutesTest {
    private static final long T0 = ManualClock.START.toEpochMilli();

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks =
            invariants.manager(builder -> builder.clock(clock).maxConcurrent(1));
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final Puppet puppet = Puppet.docile();

    /** {@code a} takes 3 s, {@code b} 1 s and fails, {@code c} runs, {@code d} waits for it, {@code e} is pending. */
    @BeforeEach
    void register() {
        tasks.register("a", puppet, TaskOptions.builder().owner("ann").build());
        tasks.register("b", puppet, TaskOptions.builder().queue("mail").build());
        for (String id : List.of("c", "d", "e")) {
            tasks.register(id, puppet);
        }
        run("a", Duration.ofSeconds(3)).end();
        run("b", Duration.ofSeconds(1)).fail("The file is gone");
        run("c", Duration.ofSeconds(1));
        tasks.start("d");
    }

    private Puppet.Run run(String id, Duration duration) {
        tasks.start(id);
        Puppet.Run run = puppet.awaitRun();
        clock.advance(duration);
        return run;
    }

    private Map<String, @Nullable Object> page(String query) {
        return Answers.json(full(endpoint, SimpleRequest.get("/tasks?" + query)));
    }

    private static String ids(Map<String, @Nullable Object> page) {
        List<String> ids = new ArrayList<>();
        for (Object task : (List<?>) Objects.requireNonNull(page.get("tasks"))) {
            ids.add(String.valueOf(((Map<?, ?>) Objects.requireNonNull(task)).get("id")));
        }
        return String.join(" ", ids);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sort=created | a b c d e",
                "sort=-created | e d c b a",
                "sort=started | a b c",
                "sort=-started | c b a",
                "sort=ended | a b",
                "sort=-ended | b a",
                "sort=duration | b a",
                "sort=-duration | a b",
                "sort=-ended&status=error | b",
                "sort=-created&owner=ann | a",
                "queue=mail | b",
                "queue= | a c d e",
                "queue=mail&queue=none | b",
                "key=k | ''",
                "why=limit | d",
                "why=limit&why=slot | d",
                "error=java.lang.IllegalStateException | b",
                "error=none | ''",
                "q=GONE | b",
                "sort=ended&since=1767225604000 | b",
                "sort=ended&until=1767225604000 | a",
                "sort=-started&since=1767225603000&until=1767225604000 | b",
                "until=1767225600000 | ''",
                "since=1767225600000&limit=2 | a b",
                "sort=-duration&since=1767225604000 | b"
            })
    void itCanBeSortedAndSearched(String query, String ids) {
        assertThat(T0).isEqualTo(1_767_225_600_000L);
        assertThat(ids(page(query))).isEqualTo(ids);
    }

    @Test
    void pagesGoOnInBothDirections() {
        Map<String, @Nullable Object> first = page("sort=-started&limit=2");
        assertThat(ids(first)).isEqualTo("c b");
        assertThat(ids(page("sort=-started&limit=2&after=" + first.get("next"))))
                .isEqualTo("a");
        assertThat(page("sort=-started&limit=2&after=" + first.get("next"))).doesNotContainKey("next");
        assertThat(ids(page("sort=started&after=" + first.get("next")))).isEqualTo("c");
    }

    @Test
    void whoSortsIsToldHowManyThereAre() {
        assertThat(page("sort=created&limit=1"))
                .containsOnlyKeys("tasks", "next", "about", "position", "now")
                .containsEntry("about", new BigDecimal(5));
        assertThat(page("sort=-ended&q=a")).containsEntry("about", BigDecimal.ONE);
        assertThat(page("limit=1")).doesNotContainKeys("about", "partial");
    }

    @Test
    void beyondTenThousandItIsSaidThatThereAreMore() {
        for (int i = 0; i < 10_000; i++) {
            tasks.register("t" + i, puppet);
        }

        assertThat(page("sort=-created&limit=1"))
                .containsEntry("about", new BigDecimal(10_000))
                .containsEntry("aboutMore", true);
        assertThat(page("sort=-created&limit=1&q=t1"))
                .containsEntry("about", new BigDecimal(1_111))
                .doesNotContainKey("aboutMore");
    }

    @Test
    void whatSomebodyDoesNotSeeIsOnNoPageAndInNoNumber() {
        People people = new People();
        People.Person ann = people.person("ann", "c", "d");
        TaskEndpoint guarded = TaskEndpoint.builder(tasks).access(people).build();

        for (String sort : List.of("", "sort=created&", "sort=-created&", "sort=-started&")) {
            SimpleRequest request = SimpleRequest.get("/tasks?" + sort + "limit=1");
            Map<String, @Nullable Object> page = Answers.json(full(guarded, People.as("ann", request)));
            assertThat(ids(page)).as(sort).isIn("a", "c", "d");
            assertThat(page).as(sort).containsKey("next").doesNotContainKeys("about", "aboutMore", "partial");
            SimpleRequest next = SimpleRequest.get("/tasks?" + sort + "limit=9&after=" + page.get("next"));
            Map<String, @Nullable Object> rest = Answers.json(full(guarded, People.as("ann", next)));
            assertThat(ids(rest).replace(" ", "") + ids(page)).as(sort).matches("[acd]{2,3}");
            assertThat(rest).as(sort).doesNotContainKeys("next", "about");
        }
        ann.in = false;
    }

    @Test
    void whoSeesFewOfVeryManyGetsThemPieceByPiece() {
        for (int i = 0; i < 20_500; i++) {
            tasks.register("t" + i, puppet);
        }
        People people = new People();
        people.person("ann", "c", "t20400");
        TaskEndpoint guarded = TaskEndpoint.builder(tasks).access(people).build();

        inPieces(guarded, "sort=-created&limit=5", "t20400", "c a");
        inPieces(guarded, "limit=5", "a c", "t20400");
    }

    private static void inPieces(TaskEndpoint endpoint, String query, String one, String other) {
        Map<String, @Nullable Object> first = asAnn(endpoint, query);
        assertThat(ids(first)).isEqualTo(one);
        assertThat(first).containsEntry("partial", true);
        Map<String, @Nullable Object> rest = asAnn(endpoint, query + "&after=" + first.get("next"));
        assertThat(ids(rest)).isEqualTo(other);
        assertThat(rest).doesNotContainKeys("partial", "next");
    }

    private static Map<String, @Nullable Object> asAnn(TaskEndpoint endpoint, String query) {
        return Answers.json(full(endpoint, People.as("ann", SimpleRequest.get("/tasks?" + query))));
    }

    @Test
    void aStreamFromItsPositionMissesNothing() {
        Object position = page("sort=-ended").get("position");
        tasks.cancel("d");

        ModelClient client =
                new ModelClient(endpoint).connect(SimpleRequest.get("/tasks/events?lastEventId=" + position), true);

        assertThat(client.told()).containsExactly("update d canceled", "ready");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sort=",
                "sort=Ended",
                "sort=ended,created",
                "sort=--ended",
                "sort=%20created",
                "why=",
                "why=nothing",
                "why=limit&why=x",
                "since=x",
                "since=-1",
                "since=1.5",
                "until=",
                "since=2&until=1",
                "since=99999999999999999999",
                "sort=-ended&after=12",
                "sort=-ended&after=1.2.3",
                "sort=-ended&after=.2",
                "sort=-ended&after=99999999999999999999.1",
                "sort=-created&after=1.2",
                "after=1.2"
            })
    void aBadValueIsABadParameter(String query) {
        assertThat(answer(endpoint, SimpleRequest.get("/tasks?" + query))).isEqualTo("400 bad_parameter");
    }

    @Test
    void aProblemSaysWhatIsAllowed() {
        assertThat(Answers.json(full(endpoint, SimpleRequest.get("/tasks?sort=x"))))
                .containsEntry(
                        "detail",
                        "sort must be one of created, -created, started, -started, ended, -ended, duration, -duration.");
        assertThat(Answers.json(full(endpoint, SimpleRequest.get("/tasks?limit=0"))))
                .containsEntry("detail", "limit must be a whole number from 1 to 1000.");
    }
}
