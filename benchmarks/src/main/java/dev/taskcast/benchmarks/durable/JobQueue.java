package dev.taskcast.benchmarks.durable;

import java.util.function.IntConsumer;

/** A queue of jobs that do nothing, in the JVM that is measured. Jobs have numbers, and some 200 bytes of payload. */
interface JobQueue extends AutoCloseable {

    /** How many jobs run at a time, and how many callers submit. */
    int SLOTS = 50;

    /** Opens a queue, and makes its tables where there are none. */
    @FunctionalInterface
    interface Opener {
        JobQueue open(Place place) throws Exception;
    }

    /** Returns once the job is stored; any number of threads call. */
    void submit(int job) throws Exception;

    /** Returns once all are stored, by the queue's fastest way. */
    void submitAll(int first, int count) throws Exception;

    /** Starts {@value #SLOTS} workers, which call the handler with each job's number. */
    default void start(IntConsumer handler) throws Exception {
        throw new UnsupportedOperationException("This queue takes jobs, and runs none");
    }

    /** Whether the end of a job has yet to be recorded. */
    default boolean unfinished() throws Exception {
        throw new UnsupportedOperationException("This queue takes jobs, and runs none");
    }

    @Override
    void close();

    /** What a job carries. */
    static String payload(int job) {
        return job + "x".repeat(190);
    }
}
