package dev.taskcast.hosts;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.servlet.TaskcastServlet;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.inject.Singleton;

/** Tasks in an application on Micronaut, which stands on Undertow: beside its own servlet. */
@Singleton
final class MicronautTasks implements BeanCreatedEventListener<DeploymentInfo> {
    private final TaskcastServlet servlet;

    MicronautTasks(TaskEndpoint endpoint) {
        servlet = new TaskcastServlet(endpoint);
    }

    @Override
    public DeploymentInfo onCreated(BeanCreatedEvent<DeploymentInfo> created) {
        return created.getBean()
                .addServlet(Servlets.servlet("tasks", TaskcastServlet.class, new ImmediateInstanceFactory<>(servlet))
                        .addMapping("/tasks/*")
                        .setAsyncSupported(true)
                        .setLoadOnStartup(1));
    }

    /** Says goodbye, while there still are connections. */
    @EventListener
    void close(ShutdownEvent end) {
        servlet.close();
    }
}
