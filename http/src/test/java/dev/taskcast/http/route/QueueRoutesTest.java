package dev.taskcast.http.route;

import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TaskOptions;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tasks that wait for their turn, in memory. */
class QueueRoutesTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager(builder -> builder.maxConcurrent(1));
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final Puppet puppet = Puppet.docile();

    @BeforeEach
    void oneRuns() {
        List.of("a", "b", "c").forEach(id -> tasks.register(id, puppet));
        tasks.register("d", puppet, TaskOptions.builder().queue("mail").build());
        tasks.start("a");
    }

    private String post(String path) {
        return new String(full(endpoint, SimpleRequest.post("/tasks/" + path)).body(), StandardCharsets.UTF_8);
    }

    private Map<String, @Nullable Object> task(String id) {
        return Answers.json(full(endpoint, SimpleRequest.get("/tasks/" + id)));
    }

    @Test
    void aStartIsQueuedOnceAndCanBeCanceled() {
        assertThat(post("b/start")).isEqualTo("{\"ok\":true,\"outcome\":\"queued\"}");
        assertThat(post("b/start")).isEqualTo("{\"ok\":true,\"outcome\":\"already_queued\"}");
        assertThat(post("a/start")).isEqualTo("{\"ok\":true,\"outcome\":\"already_running\"}");
        assertThat(post("b/cancel")).isEqualTo("{\"ok\":true,\"outcome\":\"canceled\"}");
        assertThat(post("b/cancel")).isEqualTo("{\"ok\":true,\"outcome\":\"not_running\"}");
        assertThat(task("b")).containsEntry("status", "canceled").doesNotContainKeys("why", "position", "limit");
    }

    @Test
    void itSaysWhyItWaitsAndWhereItStandsByItselfAndInTheList() {
        post("b/start");
        post("c/start");
        post("d/start");

        assertThat(task("c"))
                .containsEntry("why", "limit")
                .containsEntry("limit", "manager")
                .containsEntry("position", BigDecimal.TWO)
                .doesNotContainKeys("queue", "key", "priority", "runAt", "attempt");
        assertThat(task("d")).containsEntry("queue", "mail").containsEntry("position", BigDecimal.ONE);
        List<?> listed = (List<?>) Objects.requireNonNull(
                Answers.json(full(endpoint, SimpleRequest.get("/tasks"))).get("tasks"));
        for (Map.Entry<Integer, String> each : Map.of(1, "b", 2, "c", 3, "d").entrySet()) {
            assertThat(lasting((Map<?, ?>) listed.get(each.getKey()))).isEqualTo(lasting(task(each.getValue())));
        }
    }

    /** When it begins is estimated anew each time. */
    private static Map<?, ?> lasting(Map<?, ?> task) {
        Map<?, ?> lasting = new HashMap<>(task);
        lasting.remove("startsAt");
        return lasting;
    }
}
