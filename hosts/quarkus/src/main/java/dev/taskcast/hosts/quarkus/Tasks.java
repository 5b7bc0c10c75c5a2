package dev.taskcast.hosts.quarkus;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The tasks of the application, and where viewers see them. */
@ApplicationScoped
public class Tasks {
    @Produces
    @Singleton
    TaskManager manager() {
        return TaskManager.create();
    }

    void close(@Disposes TaskManager tasks) {
        tasks.close();
    }

    @Produces
    @Singleton
    TaskEndpoint endpoint(TaskManager tasks) {
        return TaskEndpoint.builder(tasks).build();
    }
}
