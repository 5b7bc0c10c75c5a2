package dev.taskcast.benchmarks.durable;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * db-scheduler as its README sets it up for high throughput: lock-and-fetch with the limits 1.0 and 4.0 (on H2, which has
 * no such thing, its default with the same limits), and jobs that are due at once are looked for at once.
 */
final class DbSchedulerQueue extends JdbcQueue {

    private static final String TASK = "nothing";
    private static final double LOWER_LIMIT = 1.0;
    private static final double UPPER_LIMIT = 4.0;
    private static final Duration POLLING_INTERVAL = Duration.ofMillis(100);

    private final boolean postgres;
    private SchedulerClient client;
    private @Nullable Scheduler scheduler;

    DbSchedulerQueue(Place place) throws SQLException {
        super(place);
        postgres = place instanceof Place.Database;
        createTable();
        client = SchedulerClient.Builder.create(source(), task(job -> {})).build();
    }

    private void createTable() throws SQLException {
        run("""
            CREATE TABLE IF NOT EXISTS scheduled_tasks (
              task_name varchar(100) NOT NULL,
              task_instance varchar(100) NOT NULL,
              task_data %s,
              execution_time timestamp with time zone NOT NULL,
              picked boolean NOT NULL,
              picked_by varchar(50),
              last_success timestamp with time zone,
              last_failure timestamp with time zone,
              consecutive_failures int,
              last_heartbeat timestamp with time zone,
              version bigint NOT NULL,
              priority smallint,
              PRIMARY KEY (task_name, task_instance))
            """.formatted(postgres ? "bytea" : "blob"));
        run("CREATE INDEX IF NOT EXISTS execution_time_idx ON scheduled_tasks (execution_time)");
        run("CREATE INDEX IF NOT EXISTS last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");
    }

    private static OneTimeTask<String> task(IntConsumer handler) {
        return Tasks.oneTime(TASK, String.class)
                .execute((instance, context) -> handler.accept(Integer.parseInt(instance.getId())));
    }

    private static TaskInstance<String> instance(int job) {
        return new TaskInstance<>(TASK, String.valueOf(job), JobQueue.payload(job));
    }

    @Override
    public void submit(int job) {
        client.scheduleIfNotExists(instance(job), Instant.now());
    }

    @Override
    public void submitAll(int first, int count) {
        client.scheduleBatch(IntStream.range(first, first + count).mapToObj(DbSchedulerQueue::instance), Instant.now());
    }

    @Override
    public void start(IntConsumer handler) {
        SchedulerBuilder builder = Scheduler.create(source(), task(handler))
                .threads(SLOTS)
                .pollingInterval(POLLING_INTERVAL)
                .enableImmediateExecution();
        if (postgres) {
            builder.pollUsingLockAndFetch(LOWER_LIMIT, UPPER_LIMIT);
        } else {
            builder.pollUsingFetch(LOWER_LIMIT, UPPER_LIMIT);
        }
        scheduler = builder.build();
        scheduler.start();
        client = scheduler;
    }

    @Override
    public boolean unfinished() throws SQLException {
        return exists("SELECT 1 FROM scheduled_tasks");
    }

    @Override
    public void close() {
        if (scheduler != null) {
            scheduler.stop();
        }
        super.close();
    }
}
