package dev.taskcast.demo;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.http.Page;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.TaskServer;
import java.util.function.Consumer;

/** Tasks and the server that shows them. */
final class Demo implements AutoCloseable {
    private final TaskManager tasks;
    private final TaskServer server;

    private Demo(TaskManager tasks, TaskServer server) {
        this.tasks = tasks;
        this.server = server;
    }

    /**
     * Starts the demo on files that are there.
     *
     * @throws java.io.UncheckedIOException if it can't listen on the port
     */
    static Demo start(DataFiles files, int port) {
        return start(tasks -> DemoTasks.register(tasks, files), port);
    }

    /** Registers first, so that who sees the page sees the tasks. */
    static Demo start(Consumer<TaskManager> register, int port) {
        TaskManager tasks = TaskManager.create();
        try {
            register.accept(tasks);
            TaskServer.Builder server = TaskServer.builder()
                    .endpoint(TaskEndpoint.builder(tasks).path("/tasks").build())
                    .port(port);
            for (Page page : WebPages.all()) {
                server.page(page);
            }
            return new Demo(tasks, server.start());
        } catch (RuntimeException e) {
            tasks.close();
            throw e;
        }
    }

    TaskManager tasks() {
        return tasks;
    }

    int port() {
        return server.port();
    }

    void join() throws InterruptedException {
        server.join();
    }

    /** The server first: viewers are told to come back, not that all tasks have ended. */
    @Override
    public void close() {
        server.close();
        tasks.close();
    }
}
