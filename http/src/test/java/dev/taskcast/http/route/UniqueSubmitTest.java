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
import dev.taskcast.task.TypeOptions;
import dev.taskcast.task.Unique;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Submits over HTTP to types whose tasks are unique by their payload. */
class UniqueSubmitTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager(builder -> builder);
    private final Puppet puppet = Puppet.docile();
    private String owner = "ann";
    private boolean seesTasks = true;
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks)
            .access(request -> Optional.of(new Someone()))
            .build();

    private final class Someone implements Viewer {
        @Override
        public String owner() {
            return owner;
        }

        @Override
        public boolean canSee(TaskIdentity task) {
            return seesTasks;
        }

        @Override
        public boolean may(Action action, TaskIdentity task) {
            return true;
        }
    }

    @BeforeEach
    void types() {
        type("join", Unique.join("k"));
        type("reject", Unique.reject("k"));
    }

    private void type(String name, Unique unique) {
        tasks.type(
                name,
                Integer.class,
                String.class,
                (ctx, payload) -> {
                    puppet.run(ctx);
                    return "done";
                },
                TypeOptions.<Integer>builder()
                        .submittable()
                        .unique(payload -> unique)
                        .build());
    }

    private Reply.Full submit(String type, String id) {
        String body = "{\"type\":\"" + type + "\",\"payload\":1,\"id\":\"" + id + "\"}";
        return full(endpoint, SimpleRequest.post("/tasks").withBody("application/json", body));
    }

    @Test
    void whatIsJoinedIsAnsweredWithTheTaskThatIsThere() {
        assertThat(submit("join", "a").status()).isEqualTo(201);
        Reply.Full joined = submit("join", "b");

        assertThat(joined.status()).isEqualTo(200);
        assertThat(joined.headers()).containsEntry("Location", "/tasks/a");
        assertThat(Answers.json(joined)).containsEntry("id", "a");
        assertThat(submit("join", "a").status()).as("also by its id").isEqualTo(200);
        assertThat(tasks.getState("b")).isEmpty();
    }

    @Test
    void whatIsRejectedIsAConflict() {
        submit("reject", "a");
        Reply.Full refused = submit("reject", "b");

        assertThat(answer(refused)).isEqualTo("409 not_unique");
        assertThat(String.valueOf(Answers.json(refused).get("detail"))).contains("\"a\"");
    }

    @Test
    void anotherOwnersTaskIsNotJoined() {
        submit("join", "a");
        owner = "bert";

        assertThat(submit("join", "b").status()).isEqualTo(201);
    }

    @Test
    void aTaskThatTheViewerDoesNotSeeIsNotShown() {
        submit("join", "secret");
        submit("reject", "hidden");
        seesTasks = false;

        assertThat(answer(submit("join", "b"))).isEqualTo("409 not_unique");
        Reply.Full refused = submit("reject", "b");
        assertThat(answer(refused)).isEqualTo("409 not_unique");
        assertThat(Answers.json(refused).toString()).doesNotContain("hidden");
    }
}
