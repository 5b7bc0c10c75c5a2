package dev.taskcast.benchmarks.stream;

import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.benchmarks.containers.Container;
import dev.taskcast.benchmarks.containers.Listening;
import dev.taskcast.benchmarks.process.ProcessStats;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.TaskServer;
import dev.taskcast.servlet.TaskcastServlet;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The whole path: handlers that run report, and a server streams. */
final class TaskcastEvents implements EventServer {

    private static final int MAX_STREAMS = 20_000;

    private final TaskManager tasks;
    private final TaskContext[] contexts;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Listening server;

    /** What an endpoint is put on. */
    interface Host {
        Listening start(TaskEndpoint endpoint) throws IOException;
    }

    /** The embedded server. */
    static Listening embedded(TaskEndpoint endpoint) {
        TaskServer server = TaskServer.builder()
                .endpoint(endpoint)
                .port(0)
                .maxStreams(MAX_STREAMS)
                .start();
        return new Listening(server.port(), server::close);
    }

    /** The servlet, in a container. */
    static Host in(Container container) {
        return endpoint -> container.start(
                TaskcastServlet.builder(endpoint).maxStreams(MAX_STREAMS).build());
    }

    TaskcastEvents(Setup setup, Host host) throws InterruptedException, IOException {
        tasks = TaskManager.builder()
                .progressInterval(Duration.ofMillis(setup.intervalMillis()))
                .eventBufferSize(setup.buffer())
                .build();
        contexts = new TaskContext[setup.running()];
        run(setup.running());
        TaskHandler idle = ctx -> {};
        for (int i = 0; i < setup.registered(); i++) {
            tasks.register("idle-" + i, idle);
        }
        server = host.start(TaskEndpoint.builder(tasks).build());
    }

    private void run(int count) throws InterruptedException {
        var begun = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            int task = i;
            tasks.register(Text.taskId(task), ctx -> {
                contexts[task] = ctx;
                begun.countDown();
                over.await();
            });
            tasks.start(Text.taskId(task));
        }
        begun.await();
    }

    @Override
    public int start() {
        return server.port();
    }

    @Override
    public void publish(int task, int events) {
        TaskContext ctx = contexts[task];
        for (int i = 0; i < events; i++) {
            ctx.progress(Text.stamp());
        }
    }

    @Override
    public long history(int events) {
        long position = Backends.of(tasks).log().head();
        publish(0, events);
        return position;
    }

    @Override
    public void report(int calls) {
        TaskContext ctx = contexts[0];
        for (int i = 0; i < calls; i++) {
            ctx.progress("Working", i, calls);
        }
    }

    @Override
    public long cpuNanos() {
        return ProcessStats.cpuNanos();
    }

    @Override
    public long heapBytes() {
        return ProcessStats.heapBytes();
    }

    @Override
    public long rssBytes() throws IOException {
        return ProcessStats.rssBytes();
    }

    @Override
    public void close() {
        over.countDown();
        server.stop().run();
        tasks.close();
    }
}
