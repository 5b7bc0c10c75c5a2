package dev.taskcast.benchmarks.engine;

import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.InMemoryStorageProvider;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;

/**
 * JobRunr in memory, with as many workers as the others have in flight. It looks for jobs once in five seconds, or when it has done
 * some: so that it need not wait, all are there before its workers begin, and that is not counted.
 */
final class JobRunrStarts {
    private static volatile Progress progress = new Progress(0);

    private JobRunrStarts() {}

    /** How far a round is. */
    private static final class Progress {
        final CountDownLatch left;
        volatile long begun;

        Progress(int jobs) {
            left = new CountDownLatch(jobs);
        }

        void run() {
            if (begun == 0) {
                begun = System.nanoTime(); // by several workers at once at the most, and then at the same time
            }
            left.countDown();
        }
    }

    /** A job without anything in it. */
    record Nothing() implements JobRequest {
        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }
    }

    /** Made for every job. */
    public static final class Handler implements JobRequestHandler<Nothing> {
        @Override
        public void run(Nothing request) {
            progress.run();
        }
    }

    /** Jobs a second, over the time that it takes to enqueue them and that to run them. */
    static double rate(int workers, int jobs) throws InterruptedException {
        Progress round = new Progress(jobs);
        progress = round;
        InMemoryStorageProvider storage = new InMemoryStorageProvider();
        try {
            JobRequestScheduler scheduler = JobRunr.configure()
                    .useJsonMapper(new Jackson3JsonMapper())
                    .useStorageProvider(storage)
                    .initialize()
                    .getJobRequestScheduler();
            long begun = System.nanoTime();
            scheduler.enqueue(IntStream.range(0, jobs).mapToObj(i -> new Nothing()));
            long enqueued = System.nanoTime() - begun;
            JobRunr.configure()
                    .useJsonMapper(new Jackson3JsonMapper())
                    .useStorageProvider(storage)
                    .useBackgroundJobServer(
                            BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                                    .andWorkerCount(workers))
                    .initialize();
            round.left.await();
            return jobs / ((enqueued + System.nanoTime() - round.begun) / 1e9);
        } finally {
            JobRunr.destroy();
        }
    }
}
