package dev.taskcast.demo;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.http.Page;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.TaskServer;
import dev.taskcast.store.TaskStore;
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
     * @throws dev.taskcast.store.StoreException if the store can't be opened
     */
    static Demo start(DataFiles files, TaskStore store, int port) {
        TaskManager tasks = TaskManager.builder().store(store).build();
        return start(tasks, manager -> DemoTasks.register(manager, files), port);
    }

    /** Tasks of a test's own, in memory. */
    static Demo start(Consumer<TaskManager> register, int port) {
        return start(TaskManager.create(), register, port);
    }

    /** Registers first, so that who sees the page sees the tasks. */
    private static Demo start(TaskManager tasks, Consumer<TaskManager> register, int port) {
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
