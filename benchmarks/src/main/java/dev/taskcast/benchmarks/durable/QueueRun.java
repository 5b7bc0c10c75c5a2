package dev.taskcast.benchmarks.durable;

import dev.taskcast.benchmarks.process.Child;
import dev.taskcast.benchmarks.process.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Measures a queue, and prints the figures for {@link Child}. */
final class QueueRun {

    private static final int BATCH = 1_000;
    private static final int LATENCIES = 100;
    private static final int LATENCY_WARM_UP = 20;

    private final JobQueue queue;
    private final int warmUp;
    private final int jobs;

    QueueRun(JobQueue queue, Load load) {
        this.queue = queue;
        warmUp = load.warmUp();
        jobs = load.jobs();
    }

    /** The jobs that another process then executes. */
    void fill() throws Exception {
        submitBatches(0, warmUp + jobs);
    }

    void execute() throws Exception {
        var begun = new AtomicInteger();
        var started = new AtomicLong();
        var running = new CountDownLatch(warmUp + jobs);
        queue.start(job -> {
            if (begun.getAndIncrement() == warmUp) {
                started.set(System.nanoTime());
            }
            running.countDown();
        });
        awaitRecords(running);
        rate(started.get());
    }

    void flow() throws Exception {
        var warm = new CountDownLatch(warmUp);
        var running = new CountDownLatch(warmUp + jobs);
        queue.start(job -> {
            warm.countDown();
            running.countDown();
        });
        submitBatches(0, warmUp);
        awaitRecords(warm);
        long start = System.nanoTime();
        submitBatches(warmUp, jobs);
        awaitRecords(running);
        rate(start);
    }

    void batches() throws Exception {
        submitBatches(0, warmUp);
        long start = System.nanoTime();
        submitBatches(warmUp, jobs);
        rate(start);
    }

    void each(int callers) throws Exception {
        submitEach(callers, 0, warmUp);
        long start = System.nanoTime();
        submitEach(callers, warmUp, jobs);
        rate(start);
    }

    /** Does not wait for a job before the next: a queue that polls once in seconds would take minutes. */
    void latency() throws Exception {
        int count = LATENCY_WARM_UP + LATENCIES;
        long[] submitted = new long[count];
        long[] started = new long[count];
        var running = new CountDownLatch(count);
        queue.start(job -> {
            started[job] = System.nanoTime();
            running.countDown();
        });
        var random = new Random(1);
        for (int job = 0; job < count; job++) {
            submitted[job] = System.nanoTime();
            queue.submit(job);
            Thread.sleep(50 + random.nextInt(100));
        }
        running.await();
        List<Double> millis = new ArrayList<>();
        for (int job = LATENCY_WARM_UP; job < count; job++) {
            millis.add((started[job] - submitted[job]) / 1e6);
        }
        Child.printFigure("p50-ms", Numbers.percentile(millis, 0.5));
        Child.printFigure("p99-ms", Numbers.percentile(millis, 0.99));
    }

    private void submitBatches(int first, int count) throws Exception {
        for (int done = 0; done < count; done += BATCH) {
            queue.submitAll(first + done, Math.min(BATCH, count - done));
        }
    }

    private void submitEach(int callers, int first, int count) throws Exception {
        var next = new AtomicInteger(first);
        try (ExecutorService executor = Executors.newFixedThreadPool(callers)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                all.add(executor.submit(() -> {
                    for (int job = next.getAndIncrement(); job < first + count; job = next.getAndIncrement()) {
                        queue.submit(job);
                    }
                    return null;
                }));
            }
            for (Future<?> caller : all) {
                caller.get();
            }
        }
    }

    private void awaitRecords(CountDownLatch running) throws Exception {
        running.await();
        while (queue.unfinished()) {
            Thread.sleep(2);
        }
    }

    private void rate(long start) {
        Child.printFigure("jobs/s", jobs * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start));
    }
}
