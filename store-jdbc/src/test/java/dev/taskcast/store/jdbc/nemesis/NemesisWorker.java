package dev.taskcast.store.jdbc.nemesis;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.TaskServer;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.Retry;
import dev.taskcast.task.Schedule;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TooManyTasksException;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.task.Unique;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process of many that submits tasks of each {@link Kind}, runs them, and shows them. It says on its output what it was promised, and
 * when each handler has begun and returned. Arguments: the URL of the database, the process's name, by how many milliseconds its wall
 * clock is wrong, and {@code work} or {@code drain}.
 */
final class NemesisWorker {
    static final Duration LEASE = Duration.ofSeconds(3);

    private static final int MAX_PENDING = 200;
    private static final int KEYS = 5;
    private static final long PAUSE_NANOS = 12_000_000;

    /** Less than that is nothing, for a thread of a busy machine. */
    private static final long PAUSED_NANOS = LEASE.toNanos() / 10;

    private final TaskManager tasks;
    private final String name;
    private final Map<Kind, TaskType<String, String>> types = new EnumMap<>(Kind.class);

    private NemesisWorker(TaskManager tasks, String name) {
        this.tasks = tasks;
        this.name = name;
        for (Kind kind : Kind.values()) {
            TypeOptions<String> options =
                    TypeOptions.<String>builder().tasks(options(kind)).build();
            types.put(
                    kind,
                    tasks.type(
                            kind.name(), String.class, String.class, (ctx, group) -> run(kind, ctx, group), options));
        }
        tasks.register(
                "tick",
                ctx -> noted(ctx, "tick", 5),
                TaskOptions.builder()
                        .restartInterrupted()
                        .schedule(Schedule.every(Duration.ofSeconds(1)))
                        .build());
    }

    private static TaskOptions options(Kind kind) {
        TaskOptions.Builder options = TaskOptions.builder();
        return switch (kind) {
            case QUICK -> options.build();
            case STEPWISE, UNIQUE -> options.restartInterrupted().build();
            case ALONE -> options.queue("one").restartInterrupted().build();
            case KEYED -> options.queue("keyed").restartInterrupted().build();
            case FLAKY ->
                options.retry(Retry.times(5).waits(Duration.ofMillis(50), Duration.ofMillis(200)))
                        .build();
        };
    }

    public static void main(String[] words) throws Exception {
        Thread.ofPlatform().daemon().name("pauses").start(NemesisWorker::notePauses);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(words[0]);
        TaskManager tasks = TaskManager.builder()
                .store(JdbcTaskStore.of(source))
                .clock(new WrongClock(Duration.ofMillis(Long.parseLong(words[2]))))
                .queue("one", QueueOptions.builder().maxConcurrent(1).build())
                .queue("keyed", QueueOptions.builder().maxConcurrentPerKey(1).build())
                .slots(4)
                .maxPending(MAX_PENDING)
                .recent(50)
                .waitingPayloads(0)
                .eventBufferSize(200_000)
                .lease(LEASE)
                .startTimeout(Duration.ofMinutes(2))
                .storeTimeout(Duration.ofSeconds(2))
                .closeTimeout(Duration.ofSeconds(5))
                .build();
        NemesisWorker worker = new NemesisWorker(tasks, words[1]);
        TaskServer server = TaskServer.builder()
                .endpoint(TaskEndpoint.builder(tasks).path("/tasks").build())
                .port(0)
                .start();
        say("READY " + server.port());
        if (words[3].equals("work")) {
            Thread.ofPlatform().daemon().name("submits").start(worker::submit);
        }
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if ("close".equals(orders.readLine())) {
            server.close();
            tasks.close();
        }
        Runtime.getRuntime().halt(0);
    }

    /** A busy machine may keep a whole process from its work, as if somebody had stopped it. */
    private static void notePauses() {
        long last = System.nanoTime();
        while (true) {
            LockSupport.parkNanos(10_000_000);
            long now = System.nanoTime();
            if (now - last > PAUSED_NANOS) {
                say("AWAY " + last + " " + now);
            }
            last = now;
        }
    }

    /** The payload is what no two tasks are to hold at once. */
    private static String run(Kind kind, TaskContext ctx, String group) throws InterruptedException {
        return switch (kind) {
            case QUICK -> noted(ctx, group, 3);
            case ALONE, KEYED, UNIQUE -> noted(ctx, group, 25);
            case STEPWISE -> stepwise(ctx, group);
            case FLAKY -> {
                String done = noted(ctx, group, 3);
                if (ctx.attempt() < 3) {
                    throw new IllegalStateException("not yet");
                }
                yield done;
            }
        };
    }

    private static String noted(TaskContext ctx, String group, int mostMillis) throws InterruptedException {
        String run = ctx.id() + " " + ctx.run();
        say("BEGIN " + group + " " + run + " " + System.nanoTime());
        try {
            ctx.progress("At work");
            Thread.sleep(ThreadLocalRandom.current().nextInt(mostMillis + 1));
            return group;
        } finally {
            say("END " + run + " " + System.nanoTime());
        }
    }

    /** Goes on from wherever the run before has got to. */
    private static String stepwise(TaskContext ctx, String group) throws InterruptedException {
        String run = ctx.id() + " " + ctx.run();
        say("BEGIN " + group + " " + run + " " + System.nanoTime());
        try {
            for (int step = ctx.durable().lastCheckpoint(Integer.class).orElse(0) + 1; step <= 10; step++) {
                Thread.sleep(3);
                ctx.progress("Step", step, 10);
                ctx.log("step " + step);
                ctx.durable().checkpoint(step);
            }
            return group;
        } finally {
            say("END " + run + " " + System.nanoTime());
        }
    }

    private void submit() {
        Kind[] kinds = Kind.values();
        for (int number = 0; ; number++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            Kind kind = kinds[number % kinds.length];
            try {
                submit(kind, name + "-" + number);
            } catch (TooManyTasksException | StoreUnavailableException later) {
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (IllegalStateException closed) {
                return;
            }
        }
    }

    private void submit(Kind kind, String id) {
        String key = "k" + ThreadLocalRandom.current().nextInt(KEYS);
        SubmitOptions.Builder options = SubmitOptions.builder();
        String group = switch (kind) {
            case ALONE -> "one";
            case KEYED -> key;
            case UNIQUE -> "unique-" + key;
            case QUICK, STEPWISE, FLAKY -> id;
        };
        switch (kind) {
            case KEYED -> options.id(id).key(key);
            case UNIQUE -> options.unique(Unique.join(key)); // who joins gets the id of the task that is there
            case ALONE, QUICK, STEPWISE, FLAKY -> options.id(id);
        }
        String made = tasks.submit(Objects.requireNonNull(types.get(kind)), group, options.build())
                .id();
        say("ACK " + kind + " " + made);
        if (kind == Kind.QUICK && ThreadLocalRandom.current().nextInt(8) == 0) {
            say("CANCELS " + made);
            if (tasks.cancel(made) == CancelOutcome.CANCELED) {
                say("CANCELED " + made);
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
