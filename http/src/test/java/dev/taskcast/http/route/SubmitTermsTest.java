package dev.taskcast.http.route;

import static dev.taskcast.http.route.Answers.answer;
import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Action;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.task.SubmitField;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.Turn;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.task.Unique;
import dev.taskcast.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Submits over HTTP that say when their tasks run, to types that let them. */
class SubmitTermsTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final List<TaskIdentity> askedAbout = new ArrayList<>();
    private String owner = "ann";
    private boolean maySubmit = true;
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks)
            .access(request -> Optional.of(new Someone()))
            .build();

    private final class Someone implements Viewer {
        @Override
        public String owner() {
            return owner;
        }

        @Override
        public boolean may(Action action, TaskIdentity task) {
            askedAbout.add(task);
            return maySubmit;
        }
    }

    @BeforeEach
    void types() {
        tasks.queue("mail").pause();
        type("any", TypeOptions.<Integer>builder().submittable(SubmitField.values()));
        type("sooner", TypeOptions.<Integer>builder().submittable(SubmitField.PRIORITY));
        type(
                "once",
                TypeOptions.<Integer>builder()
                        .submittable(SubmitField.UNIQUE)
                        .unique(payload -> Unique.reject("of the type")));
    }

    private void type(String name, TypeOptions.Builder<Integer> options) {
        options.tasks(TaskOptions.builder().queue("mail").build());
        tasks.type(name, Integer.class, String.class, (ctx, payload) -> "done", options.build());
    }

    private Reply.Full submit(String type, String fields) {
        String body = "{\"type\":\"" + type + "\",\"payload\":1," + fields + "}";
        return full(endpoint, SimpleRequest.post("/tasks").withBody("application/json", body));
    }

    @Test
    void keyAndPriorityAreSetAndTheViewerIsAskedAboutThem() {
        Reply.Full reply = submit("any", "\"id\":\"x\",\"key\":\"tenant-7\",\"priority\":8");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(Answers.json(reply)).containsEntry("key", "tenant-7").containsEntry("queue", "mail");
        Turn wanted = new Turn("mail", "tenant-7", 8, 1);
        assertThat(askedAbout).extracting(TaskIdentity::turn).containsExactly(wanted);
        assertThat(tasks.getState("x").orElseThrow().identity().turn()).isEqualTo(wanted);
    }

    @Test
    void aDelayIsKeptFromTheSubmitOn() {
        long now = clock.millis();

        assertThat(Answers.json(submit("any", "\"after\":60000")))
                .containsEntry("why", "delay")
                .extractingByKey("runAt")
                .hasToString(String.valueOf(now + 60_000));
        assertThat(Answers.json(submit("any", "\"runAt\":" + (now + 5_000))))
                .extractingByKey("runAt")
                .hasToString(String.valueOf(now + 5_000));
        assertThat(Answers.json(submit("any", "\"runAt\":1"))).as("long past").containsEntry("why", "paused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"join\":\"k\"}                               | 200",
                "{\"join\":\"k\",\"during\":1000}               | 200",
                "{\"throttle\":\"k\",\"period\":1000}           | 200",
                "{\"debounce\":\"k\",\"quiet\":10,\"max\":1000} | 200",
                "{\"reject\":\"k\"}                             | 409 not_unique",
                "{\"replace\":\"k\"}                            | 201"
            })
    void aUniqueKeyIsOneAmongItsOwners(String unique, String second) {
        String field = "\"unique\":" + unique;

        assertThat(submit("any", field).status()).isEqualTo(201);
        assertThat(answer(submit("any", field))).startsWith(second);
        owner = "bert";
        assertThat(submit("any", field).status()).isEqualTo(201);
    }

    @Test
    void whatARequestSaysGoesBeforeWhatTheTypeSays() {
        assertThat(submit("once", "\"id\":\"a\"").status()).isEqualTo(201);
        assertThat(answer(submit("once", "\"id\":\"b\""))).isEqualTo("409 not_unique");
        assertThat(submit("once", "\"id\":\"b\",\"unique\":{\"join\":\"another\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void whatTheTypeDoesNotNameIsIgnored() {
        Reply.Full reply = submit("sooner", "\"priority\":7,\"key\":5,\"after\":60000,\"unique\":1");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(askedAbout).extracting(TaskIdentity::turn).containsExactly(new Turn("mail", null, 7, 1));
        assertThat(Answers.json(reply)).containsEntry("why", "paused").doesNotContainKeys("key", "runAt");
    }

    @Test
    void nullIsAsGoodAsNothing() {
        assertThat(submit("any", "\"priority\":null,\"key\":null,\"after\":null,\"runAt\":null,\"unique\":null")
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"key\":7                                       | key must be a string",
                "\"key\":\"\"                                    | A key must have 1 to 200 characters, got: 0",
                "\"priority\":10                                 | A priority must be between 0 and 9, got: 10",
                "\"priority\":-1                                 | A priority must be between 0 and 9, got: -1",
                "\"priority\":99999999999999999999               | A priority must be between 0 and 9, got: 2147483647",
                "\"priority\":1.5                                | priority must be a whole number",
                "\"priority\":\"high\"                           | priority must be a whole number",
                "\"after\":-1                                    | A delay must be between zero and 100 years, got: PT-0.001S",
                "\"after\":1,\"runAt\":1                         | One of after and runAt can be given, got: both",
                "\"runAt\":99999999999999999999                  | A task must be due before 2126-01-01T00:00:00Z",
                "\"unique\":\"k\"                                | unique must be an object",
                "\"unique\":{}                                   | unique must have one of join, reject",
                "\"unique\":{\"throttle\":\"k\"}                 | unique must have period, in milliseconds",
                "\"unique\":{\"join\":\"k\",\"during\":0}        | must be longer than zero",
                "\"unique\":{\"debounce\":\"k\",\"quiet\":2,\"max\":1} | no shorter than its quiet time",
                "\"after\":5,\"unique\":{\"debounce\":\"k\",\"quiet\":1,\"max\":2} | A debounce says itself when the task is due"
            })
    void whatCanNotBeSoIsRefused(String field, String why) {
        Reply.Full reply = submit("any", field);

        assertThat(answer(reply)).isEqualTo("400 bad_body");
        assertThat(String.valueOf(Answers.json(reply).get("detail"))).contains(why);
        assertThat(tasks.getAllStates()).isEmpty();
    }

    @Test
    void whoMayNotSubmitIsNotToldWhatTheTypeTakes() {
        maySubmit = false;

        assertThat(answer(submit("any", "\"priority\":10"))).isEqualTo("403 forbidden");
    }
}
