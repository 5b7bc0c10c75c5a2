package dev.taskcast.spring.autoconfigure;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.micrometer.StreamMeters;
import dev.taskcast.micrometer.TaskMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Meters of tasks and streams, where the application has a registry and {@code taskcast-micrometer}. */
@AutoConfiguration(
        after = {TaskcastAutoConfiguration.class, TaskcastEndpointAutoConfiguration.class},
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({MeterRegistry.class, TaskMeters.class})
@ConditionalOnSingleCandidate(MeterRegistry.class)
public class TaskcastMetersAutoConfiguration {
    /** Made by Spring. */
    public TaskcastMetersAutoConfiguration() {}

    /** Where the endpoint is: in a hierarchy of contexts that may be below the manager. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(value = TaskEndpoint.class, search = SearchStrategy.CURRENT)
    static class OfEndpoint {
        @Bean
        @Lazy(false)
        SmartInitializingSingleton streamMetersBinding(MeterRegistry registry, TaskEndpoint endpoint) {
            return () -> new StreamMeters(endpoint).bindTo(registry);
        }
    }

    /** Where the manager is. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(value = TaskManager.class, search = SearchStrategy.CURRENT)
    static class OfManager {
        @Bean
        @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
        TaskMeters taskMeters(MeterRegistry registry) {
            return new TaskMeters(registry);
        }

        /** Once all is there: the manager is told of its observers when it is built, and is asked after that. */
        @Bean
        @Lazy(false)
        SmartInitializingSingleton taskMetersBinding(ObjectProvider<TaskMeters> meters, TaskManager tasks) {
            return () -> meters.ifUnique(each -> each.bind(tasks));
        }
    }
}
