package dev.taskcast.benchmarks.durable;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;

/** JobRunr with job requests, which its documentation has as the cheaper kind, and polling every five seconds, the least it allows. */
final class JobRunrQueue extends JdbcQueue {

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

    private static volatile IntConsumer handler = job -> {};

    private final StorageProvider storage;
    private final JobRequestScheduler scheduler;

    /** What it stores. */
    record Nothing(int job, String payload) implements JobRequest {
        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }
    }

    /** What it runs; it makes one for every job. */
    public static final class Handler implements JobRequestHandler<Nothing> {
        @Override
        public void run(Nothing request) {
            handler.accept(request.job());
        }
    }

    JobRunrQueue(Place place) {
        super(place);
        storage = SqlStorageProviderFactory.using(source());
        scheduler = JobRunr.configure()
                .useJsonMapper(new Jackson3JsonMapper())
                .useStorageProvider(storage)
                .initialize()
                .getJobRequestScheduler();
    }

    private static Nothing request(int job) {
        return new Nothing(job, JobQueue.payload(job));
    }

    @Override
    public void submit(int job) {
        scheduler.enqueue(request(job));
    }

    @Override
    public void submitAll(int first, int count) {
        scheduler.enqueue(IntStream.range(first, first + count).mapToObj(JobRunrQueue::request));
    }

    @Override
    public void start(IntConsumer newHandler) {
        handler = newHandler;
        JobRunr.configure()
                .useJsonMapper(new Jackson3JsonMapper())
                .useStorageProvider(storage)
                .useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(SLOTS)
                        .andPollInterval(POLL_INTERVAL))
                .initialize();
    }

    @Override
    public boolean unfinished() throws SQLException {
        return exists("SELECT 1 FROM jobrunr_jobs WHERE state IN ('ENQUEUED', 'PROCESSING')");
    }

    @Override
    public void close() {
        JobRunr.destroy();
        super.close();
    }
}
