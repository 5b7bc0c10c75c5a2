package dev.taskcast.spring.test;

import dev.taskcast.TaskManager;
import dev.taskcast.spring.TaskManagerCustomizer;
import dev.taskcast.spring.autoconfigure.TaskcastAutoConfiguration;
import dev.taskcast.tester.TaskcastTester;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The tester of a {@link TaskcastTest}, with the application's own manager. */
@AutoConfiguration(before = TaskcastAutoConfiguration.class)
public class TaskcastTesterAutoConfiguration {
    /** Made by Spring. */
    public TaskcastTesterAutoConfiguration() {}

    @Bean
    TaskcastTester taskcastTester(@Value("${taskcast.test.held:true}") boolean held) {
        return TaskcastTester.withoutManager(held);
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    TaskManagerCustomizer taskcastTesterCustomizer(TaskcastTester tester) {
        return tester::prepare;
    }

    @Bean
    @Lazy(false)
    SmartInitializingSingleton taskcastTesterUsesManager(TaskcastTester tester, ObjectProvider<TaskManager> tasks) {
        return () -> tester.use(tasks.getObject());
    }
}
