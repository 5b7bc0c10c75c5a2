package dev.taskcast.spring;

import dev.taskcast.http.TaskEndpoint;

/** Sets what properties can't. Each bean of it is called once, in the order of {@code @Order}, before the endpoint is made. */
@FunctionalInterface
public interface TaskEndpointCustomizer {
    /**
     * Changes settings; those of the properties are made already.
     *
     * @param builder the endpoint's
     */
    void customize(TaskEndpoint.Builder builder);
}
