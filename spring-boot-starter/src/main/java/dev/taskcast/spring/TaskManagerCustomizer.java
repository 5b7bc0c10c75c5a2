package dev.taskcast.spring;

import dev.taskcast.TaskManagerBuilder;

/** Sets what properties can't. Each bean of it is called once, in the order of {@code @Order}, before the manager is made. */
@FunctionalInterface
public interface TaskManagerCustomizer {
    /**
     * Changes settings; those of the properties are made already. So is the {@code RunWrapper} that sets spans and the MDC: another one that
     * is set here replaces it. Make your own a bean in place of that.
     *
     * @param builder the manager's
     */
    void customize(TaskManagerBuilder builder);
}
