package dev.taskcast.http.route;

import static dev.taskcast.http.route.Answers.answer;
import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.Recorder;
import dev.taskcast.TaskManager;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.store.shared.JournalStore;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a durable store adds to the answers. */
class DurableRoutesTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final SharedJournal journal = SharedJournal.ofOneNode();
    private final Puppet puppet = Puppet.docile();

    private TaskManager manager(JournalStore store) {
        return invariants.manager(builder -> builder.store(store)
                .slots(1)
                .closeTimeout(Duration.ofMillis(50))
                .storeTimeout(Duration.ofMillis(200)));
    }

    private static TaskEndpoint everybody(TaskManager tasks) {
        return TaskEndpoint.builder(tasks).build();
    }

    private static String body(TaskEndpoint endpoint, SimpleRequest request) {
        return new String(full(endpoint, request).body(), StandardCharsets.UTF_8);
    }

    @Test
    void aTaskThatIsNoLongerKeptIsGoneAndOneThatNeverWasIsUnknown() {
        TaskManager tasks = manager(journal.connect());
        tasks.register("a", puppet);
        tasks.unregister("a");

        assertThat(answer(everybody(tasks), SimpleRequest.get("/tasks/a"))).isEqualTo("410 gone");
        assertThat(answer(everybody(tasks), SimpleRequest.post("/tasks/a/start")))
                .isEqualTo("410 gone");
        assertThat(answer(everybody(tasks), SimpleRequest.get("/tasks/b"))).isEqualTo("404 unknown_task");
    }

    @Test
    void whoDoesNotSeeEverythingIsNotToldThatItWasThere() {
        TaskManager tasks = manager(journal.connect());
        tasks.register("a", puppet);
        tasks.unregister("a");
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks)
                .access(request -> Optional.of(new Viewer() {}))
                .build();

        assertThat(answer(endpoint, SimpleRequest.get("/tasks/a"))).isEqualTo("404 unknown_task");
    }

    @Test
    void whileTheStoreDoesNotAnswerNothingIsAcknowledgedAndWhatThereIsIsShown() {
        JournalStore store = journal.connect();
        TaskManager tasks = manager(store);
        tasks.register("a", puppet);
        store.down(true);
        TaskEndpoint endpoint = everybody(tasks);

        assertThat(answer(endpoint, SimpleRequest.post("/tasks/a/start"))).isEqualTo("503 store_unavailable");
        assertThat(full(endpoint, SimpleRequest.post("/tasks/a/start")).headers())
                .containsKey("Retry-After");
        assertThat(full(endpoint, SimpleRequest.get("/tasks/a")).status()).isEqualTo(200);
        assertThat(full(endpoint, SimpleRequest.get("/tasks")).status()).isEqualTo(200);
    }

    @Test
    void whatWaitsForASlotIsQueued() {
        TaskManager tasks = manager(journal.connect());
        TaskType<String, Void> type = tasks.type("t", String.class, Void.class, (ctx, payload) -> {
            if (payload.equals("hold")) {
                puppet.run(ctx);
            }
            return null;
        });
        Recorder recorder = invariants.record(tasks);
        String again = tasks.submit(type, "quick").id();
        recorder.await(again, TaskStatus.COMPLETED);
        tasks.submit(type, "hold");
        puppet.awaitRun();
        TaskEndpoint endpoint = everybody(tasks);
        SimpleRequest start = SimpleRequest.post("/tasks/" + again + "/start");

        assertThat(body(endpoint, start)).isEqualTo("{\"ok\":true,\"outcome\":\"queued\"}");
        assertThat(body(endpoint, start)).isEqualTo("{\"ok\":true,\"outcome\":\"already_queued\"}");
        assertThat(body(endpoint, SimpleRequest.get("/tasks/" + again))).contains("\"status\":\"pending\",\"run\":1");
        assertThat(body(endpoint, SimpleRequest.post("/tasks/" + again + "/cancel")))
                .isEqualTo("{\"ok\":true,\"outcome\":\"canceled\"}");
        assertThat(body(endpoint, SimpleRequest.get("/tasks/" + again))).doesNotContain("startedAt");
    }

    @Test
    void theLinesOfARunBeforeTheRestartAreThere() {
        TaskManager first = manager(journal.connect());
        Recorder recorder = invariants.record(first);
        first.register("a", puppet);
        first.start("a");
        Puppet.Run run = puppet.awaitRun();
        run.ctx().log("before the restart");
        run.end();
        recorder.await("a", TaskStatus.COMPLETED);
        first.close();

        assertThat(body(everybody(manager(journal.connect())), SimpleRequest.get("/tasks/a/log")))
                .isEqualTo("{\"run\":1,\"from\":1,\"lines\":[\"before the restart\"]}");
    }
}
