package dev.taskcast.demo.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.Runs;
import dev.taskcast.task.Course;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskState;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class WebhookTest {
    @Test
    void failsTwiceAndIsDeliveredByTheThirdAttempt() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (TaskManager tasks = TaskManager.create()) {
            Webhook.register(tasks, 10);
            tasks.subscribe(change -> {
                String said = said(((TaskChange.Updated) change).state());
                if (seen.isEmpty() || !seen.getLast().equals(said)) { // progress
                    seen.add(said);
                }
            });

            tasks.start(Webhook.ID);

            Runs.untilTerminal(tasks, Webhook.ID);
            assertThat(((TaskState.Completed) Runs.state(tasks, Webhook.ID)).result())
                    .hasToString("\"Delivered\"");
        }
        String error = "The receiver answers 503 Service Unavailable";
        assertThat(seen)
                .containsExactly(
                        "running",
                        "pending, attempt 2 of 4, " + error,
                        "running, attempt 2 of 4, " + error,
                        "pending, attempt 3 of 4, " + error,
                        "running, attempt 3 of 4, " + error,
                        "completed");
    }

    private static String said(TaskState state) {
        Course course = state.course();
        String status = state.status().wireName();
        return course == null
                ? status
                : status + ", attempt " + course.attempt() + " of " + course.maxAttempts() + ", "
                        + Objects.requireNonNull(course.lastError());
    }
}
