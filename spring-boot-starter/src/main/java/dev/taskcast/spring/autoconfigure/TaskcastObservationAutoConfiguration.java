package dev.taskcast.spring.autoconfigure;

import dev.taskcast.http.TaskEndpoint;
import io.micrometer.observation.ObservationPredicate;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Keeps streams out of {@code http.server.requests}: they last for an hour, and would be all that its mean and its maximum show. See
 * spring-framework#32730.
 */
@AutoConfiguration(after = TaskcastEndpointAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ObservationPredicate.class, ServerRequestObservationContext.class, HttpServletRequest.class})
public class TaskcastObservationAutoConfiguration {
    /** Made by Spring. */
    public TaskcastObservationAutoConfiguration() {}

    /** The endpoint is asked for with the first request: what observes is made before what is observed. */
    @Bean
    ObservationPredicate taskStreamsAreNoRequests(ObjectProvider<TaskEndpoint> endpoint) {
        return (name, context) -> !(context instanceof ServerRequestObservationContext observed)
                || !isStream(observed.getCarrier(), endpoint.getIfAvailable());
    }

    private static boolean isStream(@Nullable HttpServletRequest request, @Nullable TaskEndpoint endpoint) {
        return request != null
                && endpoint != null
                && request.getRequestURI().equals(request.getContextPath() + endpoint.path() + "/events");
    }
}
