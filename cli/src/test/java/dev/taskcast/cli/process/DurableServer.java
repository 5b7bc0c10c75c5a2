package dev.taskcast.cli.process;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.TaskServer;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.TaskOptions;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server that is killed: its tasks are in a folder, and run again in the next process on it, until a file is there. */
final class DurableServer {
    private DurableServer() {}

    /** Arguments: the port, the folder, and the file that lets the task end. */
    public static void main(String[] arguments) throws Exception {
        Path end = Path.of(arguments[2]);
        TaskManager tasks = TaskManager.builder()
                .store(JdbcTaskStore.embedded(Path.of(arguments[1])))
                .build();
        tasks.register(
                "endless",
                ctx -> {
                    for (int i = 0; !Files.exists(end); i++) {
                        ctx.progress("Counting", i % 100, 100);
                        Thread.sleep(20);
                    }
                    ctx.result("all is well");
                },
                TaskOptions.builder().restartInterrupted().build());
        TaskServer.builder()
                .endpoint(TaskEndpoint.builder(tasks).build())
                .port(Integer.parseInt(arguments[0]))
                .start()
                .join();
    }
}
