package dev.taskcast.store.jdbc.crash;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.TaskServer;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TooManyTasksException;
import dev.taskcast.task.TypeOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process that submits tasks and runs them until it is killed. It prints each task that was acknowledged. Arguments: a
 * folder or the URL of a database, a port, and {@code work} or {@code drain}.
 */
final class Worker {
    private static final int SUBMITTERS = 3;
    /** What waits at a kill is the next process's. Without a bound hundreds of kills leave a backlog of minutes. */
    private static final int MAX_PENDING = 300;

    private static final long PAUSE_NANOS = 2_000_000;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final TaskManager tasks;
    private final TaskType<String, String> quick;
    private final TaskType<Integer, Integer> stepwise;

    private Worker(TaskManager tasks) {
        this.tasks = tasks;
        quick = tasks.type("quick", String.class, String.class, (ctx, payload) -> {
            Thread.sleep(ThreadLocalRandom.current().nextInt(4));
            return payload;
        });
        TypeOptions<Integer> restart = TypeOptions.<Integer>builder()
                .tasks(TaskOptions.builder().restartInterrupted().build())
                .build();
        stepwise = tasks.type("stepwise", Integer.class, Integer.class, Worker::steps, restart);
        tasks.register("again", ctx -> Thread.sleep(2));
    }

    /** Counts up to a number, from wherever an earlier run has got to. */
    private static int steps(TaskContext ctx, int to) throws InterruptedException {
        int from = ctx.durable().lastCheckpoint(Integer.class).orElse(0);
        for (int step = from + 1; step <= to; step++) {
            Thread.sleep(3);
            ctx.progress("Step", step, to);
            ctx.durable().checkpoint(step);
        }
        return to;
    }

    public static void main(String[] words) throws Exception {
        JdbcTaskStore store;
        if (words[0].startsWith("jdbc:")) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(words[0]);
            store = JdbcTaskStore.of(source);
        } else {
            store = JdbcTaskStore.embedded(Path.of(words[0]));
        }
        TaskManager tasks = TaskManager.builder()
                .store(store)
                .slots(4)
                .maxPending(MAX_PENDING)
                .recent(50) // most have gone to rest when it is killed
                .waitingPayloads(0) // and those that wait are without their payloads
                .eventBufferSize(200_000)
                .lease(Duration.ofSeconds(1))
                .closeTimeout(Duration.ofSeconds(5))
                .build();
        Worker worker = new Worker(tasks);
        TaskServer server = TaskServer.builder()
                .endpoint(TaskEndpoint.builder(tasks).path("/tasks").build())
                .port(Integer.parseInt(words[1]))
                .start();
        say("READY " + server.port());
        if (words[2].equals("work")) {
            for (int i = 0; i < SUBMITTERS; i++) {
                Thread.ofPlatform().daemon().start(worker::submit);
            }
        }
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String order = orders.readLine();
        if ("close".equals(order)) {
            server.close();
            tasks.close();
            say("CLOSED");
        }
        Runtime.getRuntime().halt(0);
    }

    private void submit() {
        while (true) {
            try {
                int number = NUMBERS.incrementAndGet();
                if (number % 20 == 0) {
                    if (tasks.start("again") == StartOutcome.STARTED) {
                        say("STARTED again");
                    }
                } else if (number % 4 == 0) {
                    say("ACK stepwise " + tasks.submit(stepwise, 10).id());
                } else {
                    say("ACK quick " + tasks.submit(quick, "payload " + number).id());
                }
            } catch (TooManyTasksException full) {
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (IllegalStateException closed) {
                return;
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
