package dev.taskcast.spring.autoconfigure;

import dev.taskcast.TaskManager;
import dev.taskcast.task.StoreStatus;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Whether tasks can be kept, for {@code /actuator/health}. It belongs to readiness: a restart mends no database. */
@AutoConfiguration(
        after = TaskcastAutoConfiguration.class,
        afterName =
                "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(TaskManager.class)
@ConditionalOnEnabledHealthIndicator("taskcast")
public class TaskcastHealthAutoConfiguration {
    static final String NAME = "taskcast";

    /** Made by Spring. */
    public TaskcastHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "taskcastHealthIndicator", search = SearchStrategy.CURRENT)
    HealthIndicator taskcastHealthIndicator(TaskManager tasks) {
        return () -> health(tasks.getStoreStatus(), tasks.getUnknownTypes());
    }

    /** Types without code don't make it down: that may be what a deploy in steps looks like, and another node may have them. */
    private static Health health(StoreStatus status, List<String> unknownTypes) {
        Health.Builder health = status.isUp() ? Health.up() : Health.down();
        String reason = status.reason();
        if (reason != null) {
            health.withDetail("reason", reason);
        }
        if (!unknownTypes.isEmpty()) {
            health.withDetail("unknownTypes", unknownTypes);
        }
        return health.build();
    }

    /** Where probes are on, unless the application says itself what readiness is made of. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthEndpointGroupsPostProcessor.class)
    static class OfReadiness {
        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        static HealthEndpointGroupsPostProcessor taskcastIsOfReadiness(Environment environment) {
            boolean isSaid = environment.containsProperty("management.endpoint.health.group.readiness.include");
            return groups -> isSaid ? groups : ReadinessGroups.with(NAME, groups);
        }
    }
}
