package dev.taskcast.spring.slice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.spring.TaskSubmitter;
import dev.taskcast.spring.test.TaskcastTest;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.tester.TaskcastTester;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** In an application whose beans are made when they are asked for. */
@TaskcastTest(properties = "spring.main.lazy-initialization=true")
class LazySliceTest {
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
    TaskSubmitter<Order, Report> reports;

    @Test
    void theTesterHasTheManager() {
        String id = reports.submit(new Order("ann")).id();

        assertThat(tester.run(id).status()).isEqualTo(TaskStatus.COMPLETED);
    }
}
