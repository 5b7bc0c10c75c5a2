package dev.taskcast.spring.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.spring.autoconfigure.TaskcastAutoConfiguration;
import dev.taskcast.task.TaskState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The application of docs/spring-boot.md. */
class GuideTest {
    @Test
    void itsCodeRuns() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TaskcastAutoConfiguration.class))
                .withPropertyValues("taskcast.store.type=memory")
                .withUserConfiguration(Reports.class, Orders.class)
                .run(context -> {
                    TaskManager tasks = context.getBean(TaskManager.class);
                    String id = context.getBean(Orders.class).order(new ReportOrder(List.of("a", "b")), () -> "ann");

                    await().until(() -> tasks.getState(id).orElseThrow() instanceof TaskState.Completed);
                    assertThat(tasks.getState(id).orElseThrow().identity().owner())
                            .isEqualTo("ann");
                    assertThat(tasks.nextRuns("cleanup", 1)).hasSize(1);
                });
    }
}
