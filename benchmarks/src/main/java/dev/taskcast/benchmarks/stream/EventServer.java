package dev.taskcast.benchmarks.stream;

import java.io.IOException;

/** What is measured, in the server's JVM: sends each event of a task to all who watch it. Called by one thread. */
interface EventServer extends AutoCloseable {

    /** Listens on loopback; its port. */
    int start() throws Exception;

    /**
     * Sends events of a task, with the time in each message. Does not wait for anybody.
     *
     * @param task from 0 to the number of running tasks
     * @param events how many at once
     */
    void publish(int task, int events) throws Exception;

    /**
     * Makes events that nobody sees yet.
     *
     * @return the position that a viewer sends to get them
     */
    long history(int events) throws Exception;

    /** Reports progress of the first task so many times, in a tight loop; a server without tasks does the least that this could be. */
    void report(int calls);

    long cpuNanos() throws IOException;

    /** What lives on the heap; 0 where there is none. */
    long heapBytes();

    long rssBytes() throws IOException;

    @Override
    void close() throws IOException;
}
