package dev.taskcast.spring.slice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.spring.TaskSubmitter;
import dev.taskcast.spring.test.TaskcastTest;
import dev.taskcast.task.StoreStatus;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.tester.HeldRun;
import dev.taskcast.tester.TaskcastTester;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Of the application there are the handlers; what they need comes from the test. */
@TaskcastTest(properties = "taskcast.store.folder=/nowhere")
class TaskcastTestTest {
    @TestConfiguration(proxyBeanMethods = false)
    static class WithPrices {
        @Bean
        Prices prices() {
            return order -> 3;
        }
    }

    @Autowired
    TaskcastTester tester;

    @Autowired
    TaskManager tasks;

    @Autowired
    TaskSubmitter<Order, Report> reports;

    @Test
    void aHandlerRunsWhenTheTestSaysSo() {
        assertThat(tester.tasks()).isSameAs(tasks);
        String id = reports.submit(new Order("ann")).id();

        assertThat(tester.held("report")).extracting(HeldRun::payload).containsExactly(new Order("ann"));
        Completed end = (Completed) tester.run(id);
        assertThat(Objects.requireNonNull(end.result()).json()).isEqualTo("{\"text\":\"ann pays 3\"}");
        assertThat(tasks.getStoreStatus()).isEqualTo(StoreStatus.UP);
    }

    @Test
    void schedulesGoByTheTestersClock() {
        tester.advance(Duration.ofHours(1));

        assertThat(tester.held("cleanup")).hasSize(1);
        assertThat(tester.runAll()).isEqualTo(1);
    }
}
