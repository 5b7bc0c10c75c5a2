package dev.taskcast.spring.autoconfigure;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/** {@code /actuator/taskcast}, where it is exposed. */
@AutoConfiguration(after = {TaskcastAutoConfiguration.class, TaskcastEndpointAutoConfiguration.class})
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(TaskManager.class)
@ConditionalOnAvailableEndpoint(endpoint = TaskcastActuatorEndpoint.class)
public class TaskcastActuatorAutoConfiguration {
    /** Made by Spring. */
    public TaskcastActuatorAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    TaskcastActuatorEndpoint taskcastActuatorEndpoint(TaskManager tasks, ObjectProvider<TaskEndpoint> endpoint) {
        return new TaskcastActuatorEndpoint(tasks, endpoint);
    }
}
