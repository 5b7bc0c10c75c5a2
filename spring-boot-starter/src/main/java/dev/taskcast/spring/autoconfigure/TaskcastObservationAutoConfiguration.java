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
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Keeps streams out of {@code http.server.requests}: they last for an hour, and would be all that its mean and its maximum show. See
 * spring-framework#32730. The endpoint is asked for with the first request: what observes is made before what is observed.
 */
@AutoConfiguration(after = TaskcastEndpointAutoConfiguration.class)
@ConditionalOnClass(ObservationPredicate.class)
public class TaskcastObservationAutoConfiguration {
    /** Made by Spring. */
    public TaskcastObservationAutoConfiguration() {}

    /** Of servlets. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({ServerRequestObservationContext.class, HttpServletRequest.class})
    static class OnServlets {
        @Bean
        ObservationPredicate taskStreamsAreNoRequests(ObjectProvider<TaskEndpoint> endpoint) {
            return (name, context) -> !(context instanceof ServerRequestObservationContext observed)
                    || !isStream(pathOf(observed.getCarrier()), endpoint.getIfAvailable());
        }

        private static String pathOf(@Nullable HttpServletRequest request) {
            return request == null
                    ? ""
                    : request.getRequestURI().substring(request.getContextPath().length());
        }
    }

    /** Of WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static class OnWebFlux {
        @Bean
        ObservationPredicate taskStreamsAreNoRequests(ObjectProvider<TaskEndpoint> endpoint) {
            return (name, context) -> !(context
                            instanceof
                            org.springframework.http.server.reactive.observation.ServerRequestObservationContext
                                    observed)
                    || !isStream(pathOf(observed.getCarrier()), endpoint.getIfAvailable());
        }

        private static String pathOf(@Nullable ServerHttpRequest request) {
            return request == null
                    ? ""
                    : request.getPath().pathWithinApplication().value();
        }
    }

    private static boolean isStream(String path, @Nullable TaskEndpoint endpoint) {
        return endpoint != null && path.equals(endpoint.path() + "/events");
    }
}
