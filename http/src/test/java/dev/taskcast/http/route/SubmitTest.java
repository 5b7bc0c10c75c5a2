package dev.taskcast.http.route;

import static dev.taskcast.http.route.Answers.answer;
import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Action;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.Turn;
import dev.taskcast.task.TypeOptions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that are made over HTTP. */
class SubmitTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager(builder -> builder.maxPending(2));
    private final List<TaskIdentity> askedAbout = new ArrayList<>();
    private boolean mayStillSubmit = true;
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks)
            .access(request -> Optional.of(new Ann()))
            .build();
    private final Puppet puppet = Puppet.docile();
    private final List<Integer> payloads = new ArrayList<>();

    private final class Ann implements Viewer {
        @Override
        public String owner() {
            return "ann";
        }

        @Override
        public boolean may(Action action, TaskIdentity task) {
            askedAbout.add(task);
            return action == Action.SUBMIT && mayStillSubmit;
        }
    }

    @BeforeEach
    void types() {
        tasks.type(
                "count",
                Integer.class,
                String.class,
                (ctx, payload) -> {
                    payloads.add(payload);
                    puppet.run(ctx);
                    return "done";
                },
                TypeOptions.<Integer>builder()
                        .submittable()
                        .validate(SubmitTest::notNegative)
                        .build());
        tasks.type("internal", Integer.class, String.class, (ctx, payload) -> "never");
        tasks.register("task", puppet);
    }

    private static void notNegative(int payload) {
        if (payload < 0) {
            throw new IllegalArgumentException("A count must be at least 0, got: " + payload);
        }
    }

    private static SimpleRequest submit(String body) {
        return SimpleRequest.post("/tasks").withBody("application/json", body);
    }

    private String answerTo(String body) {
        return answer(endpoint, submit(body));
    }

    @Test
    void aTaskIsMadeAndStarted() {
        Reply.Full reply = full(
                endpoint,
                submit("{\"type\":\"count\",\"payload\":3,\"title\":\"Three\","
                        + "\"description\":\"To three\",\"tags\":[\"x\",\"y\"],\"id\":\"a b\",\"owner\":\"mallory\"}"));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.headers()).containsEntry("Location", "/tasks/a%20b");
        assertThat(Answers.json(reply))
                .containsEntry("id", "a b")
                .containsEntry("type", "count")
                .containsEntry("title", "Three")
                .containsEntry("description", "To three")
                .containsEntry("tags", List.of("x", "y"))
                .containsEntry("status", "running")
                .containsEntry("run", BigDecimal.ONE);
        assertThat(Answers.json(reply)).as("never what the request says").containsEntry("owner", "ann");
        puppet.awaitRun().end();
        assertThat(payloads).containsExactly(3);
        assertThat(Answers.json(full(endpoint, SimpleRequest.get("/tasks/a%20b"))))
                .containsEntry("status", "completed")
                .containsEntry("result", "done");
    }

    @Test
    void withoutAnIdItGetsOneThatItsLocationLeadsTo() {
        Reply.Full reply = full(endpoint, submit("{\"type\":\"count\",\"payload\":1}"));

        String location = String.valueOf(reply.headers().get("Location"));
        assertThat(location).isEqualTo("/tasks/" + Answers.json(reply).get("id"));
        assertThat(answer(endpoint, SimpleRequest.get(location))).isEqualTo("200 application/json");
    }

    @Test
    void anIdIsTakenOnce() {
        assertThat(answerTo("{\"type\":\"count\",\"id\":\"one\"}")).isEqualTo("201 application/json");
        assertThat(answerTo("{\"type\":\"count\",\"id\":\"one\"}")).isEqualTo("409 id_taken");
        assertThat(answerTo("{\"type\":\"count\",\"id\":\"task\"}")).isEqualTo("409 id_taken");
    }

    @Test
    void tooManyThatHaveNotEndedAreRefusedUntilOneEnds() {
        String body = "{\"type\":\"count\",\"payload\":1}";
        assertThat(answerTo(body)).isEqualTo("201 application/json");
        assertThat(answerTo(body)).isEqualTo("201 application/json");
        Puppet.Run first = puppet.awaitRun();

        Reply.Full refused = full(endpoint, submit(body));
        assertThat(answer(refused)).isEqualTo("429 too_many_tasks");
        assertThat(refused.headers()).containsKey("Retry-After");
        first.end();

        assertThat(answerTo(body)).isEqualTo("201 application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":null}",
                "{\"type\":7}",
                "{\"type\":\"\"}",
                "{\"type\":\"nope\"}",
                "{\"type\":\"internal\"}",
                "{\"type\":\"task\"}",
                "{\"type\":\"Count\"}"
            })
    void onlyTypesMarkedSubmittableAreKnown(String body) {
        assertThat(answerTo(body)).isEqualTo("400 unknown_type");
        assertThat(tasks.getAllStates()).hasSize(1);
    }

    @Test
    void withoutABodyThereIsNoType() {
        assertThat(answer(endpoint, SimpleRequest.post("/tasks"))).isEqualTo("400 unknown_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"3\"", "3.5", "3000000000", "-1", "true", "[]", "{}", "1e400", "1e999999999"})
    void aPayloadThatDoesNotFitIsBad(String payload) {
        assertThat(answerTo("{\"type\":\"count\",\"payload\":" + payload + "}")).isEqualTo("400 bad_payload");
        assertThat(tasks.getAllStates()).hasSize(1);
    }

    @Test
    void aNumberBeyondAllNumbersIsToldInOurWords() {
        assertThat(Answers.json(full(endpoint, submit("{\"type\":\"count\",\"payload\":1e400}"))))
                .containsEntry("detail", "The payload does not fit the type");
    }

    @Test
    void theValidatorSaysWhatIsWrong() {
        assertThat(Answers.json(full(endpoint, submit("{\"type\":\"count\",\"payload\":-5}"))))
                .containsEntry("detail", "A count must be at least 0, got: -5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null", "7", "\"a/b\"", "\"..\"", "\"events\"", "\"\\u0000\"", "\"\\ud800\"", "[]"})
    void aBadIdIsRefused(String id) {
        assertThat(answerTo("{\"type\":\"count\",\"id\":" + id + "}")).isEqualTo("400 bad_id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"title\":7",
                "\"title\":null",
                "\"description\":[]",
                "\"tags\":\"x\"",
                "\"tags\":null",
                "\"tags\":[7]",
                "\"tags\":[\"\"]",
                "\"tags\":[null]",
                "\"tags\":{}"
            })
    void aFieldOfTheWrongKindIsBad(String field) {
        assertThat(answerTo("{\"type\":\"count\"," + field + "}")).isEqualTo("400 bad_body");
    }

    @Test
    void textsHaveALimit() {
        Map<String, String> longest = Map.of(
                "\"title\":\"%s\"", "x".repeat(200),
                "\"description\":\"%s\"", "x".repeat(2_000),
                "\"tags\":[\"%s\"]", "x".repeat(100));
        longest.forEach((field, text) -> {
            assertThat(answerTo("{\"type\":\"count\"," + String.format(field, text + "x") + "}"))
                    .isEqualTo("400 bad_body");
            assertThat(answerTo("{\"type\":\"count\"," + String.format(field, text) + "}"))
                    .isEqualTo("201 application/json");
            puppet.awaitRun().end();
        });
        assertThat(answerTo("{\"type\":\"count\",\"tags\":[\"x\"" + ",\"x\"".repeat(20) + "]}"))
                .isEqualTo("400 bad_body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"count\"",
                "\"count\",\"payload\":-1",
                "\"count\",\"payload\":{}",
                "\"count\",\"id\":\"task\"",
                "\"internal\"",
                "\"task\"",
                "\"nope\""
            })
    void whoeverMayNotSubmitFindsOutNothingOfTypes(String type) {
        mayStillSubmit = false;

        assertThat(answerTo("{\"type\":" + type + "}")).isEqualTo("403 forbidden");
    }

    @Test
    void aTypeThatThereIsNotIsAskedAboutLikeOneThatCantBeSubmittedTo() {
        for (String type : List.of("nope", "internal")) {
            answerTo("{\"type\":\"" + type + "\",\"id\":\"x\",\"title\":\"T\"}");
        }

        assertThat(askedAbout)
                .containsExactly(
                        new TaskIdentity("x", "nope", "T", null, "ann", List.of()),
                        new TaskIdentity("x", "internal", "T", null, "ann", List.of()));
    }

    /** As {@code docs/security.md} advises: then no answer tells whether others have an id. */
    @Test
    void idsOfOthersAreNotToldApartWhereThePermissionIsForOnesOwn() {
        TaskEndpoint scoped = TaskEndpoint.builder(tasks)
                .access(request -> Optional.of(new Viewer() {
                    @Override
                    public boolean canSee(TaskIdentity task) {
                        return false;
                    }

                    @Override
                    public boolean may(Action action, TaskIdentity task) {
                        return action == Action.SUBMIT && task.id().startsWith("ann.");
                    }
                }))
                .build();
        for (String id : List.of("task", "free")) {
            assertThat(answer(scoped, submit("{\"type\":\"count\",\"id\":\"" + id + "\"}")))
                    .isEqualTo("403 forbidden");
        }
        assertThat(answer(scoped, submit("{\"type\":\"count\",\"id\":\"ann.1\"}")))
                .isEqualTo("201 application/json");
    }

    @Test
    void theViewerIsAskedAboutWhatWouldBeMade() {
        mayStillSubmit = false;

        assertThat(answerTo("{\"type\":\"count\",\"id\":\"x\",\"tags\":[\"y\"]}"))
                .isEqualTo("403 forbidden");
        assertThat(askedAbout).containsExactly(new TaskIdentity("x", "count", null, null, "ann", List.of("y")));
        assertThat(tasks.getState("x")).isEmpty();
    }

    /** As any field that is not known. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"key\":\"tenant-7\"",
                "\"key\":{\"a\":[]}",
                "\"queue\":\"mail\"",
                "\"priority\":9",
                "\"priority\":-1",
                "\"priority\":\"high\"",
                "\"weight\":1000",
                "\"after\":60000",
                "\"after\":-1e400",
                "\"delay\":60000",
                "\"runAt\":99999999999999",
                "\"runAt\":\"tomorrow\"",
                "\"unique\":{\"join\":\"a\"}",
                "\"unique\":null"
            })
    void whenATaskRunsIsNotForItsBodyToSay(String field) {
        Reply.Full reply = full(endpoint, submit("{\"type\":\"count\",\"payload\":3," + field + "}"));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(Answers.json(reply))
                .containsEntry("status", "running")
                .doesNotContainKeys("key", "queue", "priority", "why", "runAt", "unique");
        assertThat(askedAbout).allMatch(asked -> asked.turn().equals(Turn.DEFAULT));
    }
}
