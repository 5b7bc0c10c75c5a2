package dev.taskcast.store.jdbc.crash;

import dev.taskcast.TaskManager;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TooManyTasksException;
import dev.taskcast.task.TypeOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process whose tasks may run one at a time over all processes, until it is killed. Each handler writes into a table of its own when it
 * has begun and when it is about to return. Arguments: the URL of a database, the process's name, and {@code work} or {@code drain}.
 */
final class LimitedWorker {
    private static final int MAX_PENDING = 60;
    private static final int LONGEST_MILLIS = 6;

    private final PGSimpleDataSource source;
    private final String name;

    private LimitedWorker(PGSimpleDataSource source, String name) {
        this.source = source;
        this.name = name;
    }

    public static void main(String[] words) throws Exception {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(words[0]);
        LimitedWorker worker = new LimitedWorker(source, words[1]);
        TaskManager tasks = TaskManager.builder()
                .store(JdbcTaskStore.of(source))
                .queue("one", QueueOptions.builder().maxConcurrent(1).build())
                .slots(4)
                .maxPending(MAX_PENDING)
                .lease(Duration.ofSeconds(1))
                .build();
        TypeOptions<String> options = TypeOptions.<String>builder()
                .tasks(TaskOptions.builder()
                        .queue("one")
                        .restartInterrupted()
                        .platformThread()
                        .build())
                .build();
        TaskType<String, Void> type = tasks.type(
                "exclusive",
                String.class,
                Void.class,
                (ctx, payload) -> {
                    worker.alone(payload);
                    return null;
                },
                options);
        say("READY");
        if (words[2].equals("work")) {
            submit(tasks, type, words[1]);
        }
        int ignored = System.in.read();
        Runtime.getRuntime().halt(0);
    }

    private void alone(String task) throws SQLException, InterruptedException {
        try (Connection connection = source.getConnection()) {
            long number = begun(connection, task);
            try {
                Thread.sleep(ThreadLocalRandom.current().nextInt(LONGEST_MILLIS));
            } finally {
                ended(connection, number);
            }
        }
    }

    private long begun(Connection connection, String task) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO holders (process, task, begun) VALUES (?, ?, clock_timestamp()) RETURNING number")) {
            insert.setString(1, name);
            insert.setString(2, task);
            try (ResultSet made = insert.executeQuery()) {
                made.next();
                return made.getLong(1);
            }
        }
    }

    private static void ended(Connection connection, long number) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE holders SET ended = clock_timestamp() WHERE number = ?")) {
            update.setLong(1, number);
            update.executeUpdate();
        }
    }

    /** Some of them are canceled while they wait or run. */
    private static void submit(TaskManager tasks, TaskType<String, Void> type, String name) {
        for (int i = 0; ; i++) {
            String id = name + "-" + i;
            try {
                tasks.submit(type, id, SubmitOptions.builder().id(id).build());
                say("ACK " + id);
                if (i % 8 == 7) {
                    tasks.cancel(name + "-" + (i - ThreadLocalRandom.current().nextInt(8)));
                }
            } catch (TooManyTasksException full) {
                LockSupport.parkNanos(2_000_000);
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
