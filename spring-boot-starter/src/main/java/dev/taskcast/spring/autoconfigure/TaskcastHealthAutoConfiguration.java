package dev.taskcast.spring.autoconfigure;

import dev.taskcast.TaskManager;
import dev.taskcast.task.StoreStatus;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Whether tasks can be kept, for {@code /actuator/health}. It belongs to readiness: a restart mends no database. */
@AutoConfiguration(after = TaskcastAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(TaskManager.class)
@ConditionalOnEnabledHealthIndicator("taskcast")
public class TaskcastHealthAutoConfiguration {
    /** Made by Spring. */
    public TaskcastHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "taskcastHealthIndicator")
    HealthIndicator taskcastHealthIndicator(TaskManager tasks) {
        return () -> health(tasks.getStoreStatus());
    }

    private static Health health(StoreStatus status) {
        Health.Builder health = status.isUp() ? Health.up() : Health.down();
        String reason = status.reason();
        return reason == null
                ? health.build()
                : health.withDetail("reason", reason).build();
    }
}
