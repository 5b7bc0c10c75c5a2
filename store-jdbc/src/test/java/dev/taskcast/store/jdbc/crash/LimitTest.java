package dev.taskcast.store.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.store.jdbc.TestPostgres;
import dev.taskcast.task.TaskStatus;
import java.io.BufferedReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A limit of 1 over several processes that are killed at any moment: two handlers are never at work at once, and no place is lost. */
class LimitTest {
    private static final String OVERLAPS = """
            SELECT count(*) FROM holders a JOIN holders b ON a.number < b.number
            AND a.begun < b.ended AND b.begun < a.ended""";
    private static final Duration WITHOUT_AN_END = Duration.ofSeconds(30);

    private final PGSimpleDataSource source = (PGSimpleDataSource) TestPostgres.newDatabase();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private int started;

    /** A process, and the thread that reads what it says. */
    private record Worker(String name, Process process, Thread reader) {}

    @Test
    void twoProcesses() throws Exception {
        killAgainAndAgain(2, 8);
    }

    @Test
    @Tag("long")
    void threeProcessesForLong() throws Exception {
        killAgainAndAgain(3, 100);
    }

    private void killAgainAndAgain(int processes, int kills) throws Exception {
        sql("CREATE TABLE holders (number BIGSERIAL PRIMARY KEY, process TEXT, task TEXT, begun TIMESTAMPTZ,"
                + " ended TIMESTAMPTZ)");
        long seed = Long.getLong("taskcast.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Worker> workers = new ArrayList<>();
        try {
            for (int i = 0; i < processes; i++) {
                workers.add(start("work"));
            }
            awaitOneMore();
            for (int i = 0; i < kills; i++) {
                Thread.sleep(random.nextInt(1_500));
                kill(workers.remove(random.nextInt(processes)));
                workers.add(start("work"));
                if (random.nextInt(3) == 0) {
                    awaitOneMore(); // others are killed before their places are free again
                }
            }
            for (Worker worker : workers) {
                kill(worker);
            }
            workers.clear();
            workers.add(start("drain"));
            awaitAll();
        } finally {
            for (Worker worker : workers) {
                kill(worker);
            }
        }
        assertThat(number("SELECT count(*) FROM holders WHERE ended IS NULL")).isZero();
        assertThat(number(OVERLAPS))
                .as("handlers at work at once, seed %s", seed)
                .isZero();
        assertThat(number("SELECT count(*) FROM holders")).isGreaterThan(kills);
    }

    private Worker start(String mode) throws Exception {
        String name = "p" + started++;
        Process process = Processes.start(LimitedWorker.class, Processes.url(source), name, mode);
        Thread reader = Thread.ofPlatform().daemon().start(() -> read(process.inputReader()));
        return new Worker(name, process, reader);
    }

    private void read(BufferedReader said) {
        said.lines()
                .filter(line -> line.startsWith("ACK "))
                .map(line -> line.substring("ACK ".length()))
                .forEach(acknowledged::add);
    }

    /** With it its handlers are gone: they have been at work until now, whatever they have written. */
    private void kill(Worker worker) throws Exception {
        worker.process.toHandle().destroyForcibly();
        worker.process.waitFor();
        worker.reader.join();
        sql("UPDATE holders SET ended = greatest(begun, clock_timestamp()) WHERE ended IS NULL AND process = '"
                + worker.name + "'");
    }

    private void awaitOneMore() throws SQLException {
        long before = number("SELECT count(*) FROM holders");
        await().atMost(WITHOUT_AN_END).until(() -> number("SELECT count(*) FROM holders") > before);
    }

    /** A place that was lost would leave all that wait for it. */
    private void awaitAll() {
        try (TaskManager tasks =
                TaskManager.builder().store(JdbcTaskStore.of(source)).slots(0).build()) {
            await().atMost(WITHOUT_AN_END.multipliedBy(4))
                    .until(() -> left(tasks).isEmpty());
        }
    }

    private List<String> left(TaskManager tasks) {
        return acknowledged.stream()
                .filter(id -> {
                    TaskStatus status = tasks.getState(id)
                            .orElseThrow(() -> new AssertionError(id + " is lost"))
                            .status();
                    return status == TaskStatus.PENDING || status == TaskStatus.RUNNING;
                })
                .toList();
    }

    private void sql(String text) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private long number(String text) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(text)) {
            row.next();
            return row.getLong(1);
        }
    }
}
