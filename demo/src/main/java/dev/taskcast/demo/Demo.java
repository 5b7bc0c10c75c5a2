package dev.taskcast.demo;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.demo.reports.Team;
import dev.taskcast.demo.stage.Address;
import dev.taskcast.demo.stage.HandleKey;
import dev.taskcast.demo.stage.Stage;
import dev.taskcast.demo.tenants.TenantReports;
import dev.taskcast.http.Page;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.jackson.JacksonCodec;
import dev.taskcast.server.TaskServer;
import dev.taskcast.store.TaskStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tasks and the servers that show them: one on loopback, which can do everything, and where the network is let in
 * another one on its address, which can only watch.
 */
final class Demo implements AutoCloseable {
    /** Room for what a visitor makes within some minutes; what is registered is kept beside it. */
    private static final int MAX_HISTORY = 60;

    private static final int MAX_CONCURRENT = 8;

    private final TaskServer server;
    /** What goes after it, in this order: the tasks last, so that viewers are told to come back, not that all have ended. */
    private final List<Runnable> closing;

    private final TaskManager tasks;

    private Demo(TaskManager tasks, TaskServer server, List<Runnable> closing) {
        this.tasks = tasks;
        this.server = server;
        this.closing = closing;
    }

    /**
     * What the demo works on.
     *
     * @param files that are there
     * @param store for the tasks
     * @param pace of what would be too fast to watch
     * @param kill ends this JVM at once, where something starts it again
     */
    record Setting(DataFiles files, TaskStore store, DemoTasks.Pace pace, Optional<Runnable> kill) {}

    /**
     * Where the demo listens.
     *
     * @param port on loopback; 0 for any free one
     * @param others an address of this machine at which the network may watch, or null
     */
    record Door(int port, @Nullable InetAddress others) {}

    /**
     * Starts the demo on files that are there.
     *
     * @throws UncheckedIOException if it can't listen on the port, or its key can't be kept
     * @throws dev.taskcast.store.StoreException if the store can't be opened
     */
    static Demo start(Setting setting, Door door) {
        TaskManager tasks = TaskManager.builder()
                .store(setting.store)
                .codec(JacksonCodec.create())
                .maxHistory(MAX_HISTORY)
                .maxConcurrent(MAX_CONCURRENT)
                .lease(setting.pace.lease())
                .queue(TenantReports.QUEUE, TenantReports.queue(setting.pace.tenants()))
                .handleKeys(List.of(key(setting.files)))
                .build();
        Stage stage = new Stage(tasks, setting.kill, setting.pace.viewers());
        try {
            DemoTasks.register(tasks, setting.files, setting.pace);
            TaskServer server = server(
                    List.of(endpoint(tasks).build(), team(tasks), stage.endpoint()),
                    WebPages.all(WebPages.May.DO_EVERYTHING),
                    new Door(door.port, null));
            Runnable others = letIn(tasks, new Door(server.port(), door.others), server);
            stage.opened(new Address(server.port(), door.others));
            tasks.start(DemoTasks.FIRST);
            return new Demo(tasks, server, List.of(others, stage::close, tasks::close));
        } catch (RuntimeException e) {
            stage.close();
            tasks.close();
            throw e;
        }
    }

    /** Tasks of a test's own, in memory, on a page that lists them. */
    static Demo start(Consumer<TaskManager> register, int port) {
        TaskManager tasks = TaskManager.create();
        try {
            register.accept(tasks);
            TaskServer server = server(List.of(endpoint(tasks).build()), WebPages.list(), new Door(port, null));
            return new Demo(tasks, server, List.of(tasks::close));
        } catch (RuntimeException e) {
            tasks.close();
            throw e;
        }
    }

    private static byte[] key(DataFiles files) {
        try {
            return HandleKey.in(files.directory());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not keep a key in " + files.directory(), e);
        }
    }

    private static TaskEndpoint.Builder endpoint(TaskManager tasks) {
        return TaskEndpoint.builder(tasks).path("/tasks");
    }

    private static TaskEndpoint team(TaskManager tasks) {
        return TaskEndpoint.builder(tasks).path("/team").access(Team.ACCESS).build();
    }

    /** Gives what ends it. Where that fails, nobody is let in at all. */
    private static Runnable letIn(TaskManager tasks, Door door, TaskServer local) {
        if (door.others == null) {
            return () -> {};
        }
        try {
            return server(List.of(endpoint(tasks).readOnly().build()), WebPages.all(WebPages.May.WATCH), door)::close;
        } catch (RuntimeException e) {
            local.close();
            throw e;
        }
    }

    private static TaskServer server(List<TaskEndpoint> endpoints, List<Page> pages, Door door) {
        TaskServer.Builder server = TaskServer.builder().port(door.port);
        if (door.others != null) {
            server.address(door.others);
        }
        endpoints.forEach(server::endpoint);
        pages.forEach(server::page);
        return server.start();
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

    @Override
    public void close() {
        server.close();
        closing.forEach(Runnable::run);
    }
}
