package dev.taskcast.store.jdbc.crash;

import dev.taskcast.TaskManager;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.TaskCanceledException;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process with a run that does one step as soon as it is told to, by a line on its input. It prints what happens. Arguments: the URL of a
 * database, and the lease in milliseconds.
 */
final class StoppedWorker {
    static final String TASK = "charge";
    static final String STEP = "charge the card";
    static final TaskOptions OPTIONS =
            TaskOptions.builder().restartInterrupted().build();

    private static final BufferedReader ORDERS =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private StoppedWorker() {}

    public static void main(String[] words) throws Exception {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(words[0]);
        TaskManager tasks = TaskManager.builder()
                .store(JdbcTaskStore.of(source))
                .lease(Duration.ofMillis(Long.parseLong(words[1])))
                .build();
        tasks.register(TASK, StoppedWorker::charge, OPTIONS);
        tasks.start(TASK);
        Thread.currentThread().join(); // until it is killed
    }

    private static void charge(TaskContext ctx) throws Exception {
        say("BEGUN " + ctx.run());
        awaitOrder();
        try {
            int ignored = ctx.durable().once(STEP, () -> {
                say("CHARGED");
                return 1;
            });
            say("DONE");
        } catch (TaskCanceledException e) {
            say("FENCED " + ctx.isCanceled());
        }
    }

    private static void awaitOrder() throws IOException {
        String order = ORDERS.readLine();
        if (order == null) {
            throw new IOException("Whoever gives orders is gone");
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
