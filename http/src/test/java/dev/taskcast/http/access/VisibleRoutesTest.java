package dev.taskcast.http.access;

import static dev.taskcast.http.route.Answers.answer;
import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.LogCapture;
import dev.taskcast.TaskManager;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** States, actions, lists and logs for viewers who do not see or may not do everything. */
class VisibleRoutesTest {
    private static final String OK = "200 application/json";

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final People people = new People();
    private final TaskEndpoint endpoint =
            TaskEndpoint.builder(tasks).access(people).build();
    private final People.Person ann = people.person("ann", "a");
    private final Puppet puppet = Puppet.docile();

    @BeforeEach
    void register() {
        tasks.register("a", puppet);
        tasks.register("secret", puppet);
    }

    private static List<SimpleRequest> requests(String id) {
        return List.of(
                SimpleRequest.get("/tasks/" + id),
                SimpleRequest.of("HEAD", "/tasks/" + id),
                SimpleRequest.get("/tasks/" + id + "/log"),
                SimpleRequest.post("/tasks/" + id + "/start"),
                SimpleRequest.post("/tasks/" + id + "/cancel"));
    }

    private String asAnn(SimpleRequest request) {
        return answer(endpoint, People.as("ann", request));
    }

    private String body(SimpleRequest request) {
        return new String(full(endpoint, People.as("ann", request)).body(), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsNotSeenIsLikeWhatIsNotThere() {
        List<SimpleRequest> secret = requests("secret");
        List<SimpleRequest> nope = requests("nope");
        for (int i = 0; i < secret.size(); i++) {
            assertThat(asAnn(secret.get(i))).isEqualTo("404 unknown_task");
            assertThat(body(secret.get(i))).isEqualTo(body(nope.get(i)));
        }
        assertThat(tasks.getState("secret")).map(state -> state.run()).contains(0);
    }

    @Test
    void aListHasOnlyWhatIsSeen() {
        assertThat(body(SimpleRequest.get("/tasks"))).contains("\"id\":\"a\"").doesNotContain("secret");
        assertThat(body(SimpleRequest.get("/tasks?q=sec&limit=1")))
                .startsWith("{\"tasks\":[],\"position\":\"")
                .doesNotContain("next");
    }

    @Test
    void whatOneMayNotDoIsForbidden() {
        ann.actions.clear();

        assertThat(requests("a").stream().map(this::asAnn))
                .containsExactly(OK, OK, "403 forbidden", "403 forbidden", "403 forbidden");
        assertThat(tasks.getState("a")).map(state -> state.run()).contains(0);
    }

    @Test
    void eachActionIsAskedAboutByItself() {
        ann.actions.remove(Action.START);
        ann.actions.remove(Action.LOG);

        assertThat(requests("a").stream().map(this::asAnn))
                .containsExactly(OK, OK, "403 forbidden", "403 forbidden", "202 application/json");
    }

    @Test
    void aViewerThatIsBrokenMeansNo() {
        ann.broken = true;
        try (LogCapture log = LogCapture.open()) {
            assertThat(requests("a").stream().map(this::asAnn)).containsOnly("404 unknown_task");
            assertThat(body(SimpleRequest.get("/tasks"))).startsWith("{\"tasks\":[],");
            assertThat(log.messages(java.util.logging.Level.SEVERE))
                    .hasSizeGreaterThan(4)
                    .noneMatch(message -> message.contains("database"));
        }
    }

    @Test
    void readOnlyRefusesWhateverChangesAnything() {
        TaskEndpoint readOnly =
                TaskEndpoint.builder(tasks).path("/look").readOnly().build();
        for (String path : List.of("/look", "/look/a/start", "/look/a/cancel", "/look/nope/start", "/look/tickets")) {
            assertThat(answer(readOnly, SimpleRequest.post(path))).as(path).isEqualTo("403 read_only");
        }
        assertThat(answer(readOnly, SimpleRequest.get("/look/a"))).isEqualTo(OK);
        assertThat(answer(readOnly, SimpleRequest.get("/look"))).isEqualTo(OK);
        assertThat(readOnly.answer(SimpleRequest.get("/look/events")).status()).isEqualTo(200);
        assertThat(answer(readOnly, SimpleRequest.of("PUT", "/look/a"))).isEqualTo("405 method_not_allowed");
    }
}
