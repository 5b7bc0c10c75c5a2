/**
 * Whole-process comparison of durable job queues: execution, submission and latency on one PostgreSQL, and in a file.
 *
 * <p>{@link dev.taskcast.benchmarks.durable.CompareStores} repeats all of it. To add a queue that runs in a JVM, write a
 * {@link dev.taskcast.benchmarks.durable.JobQueue} and add a line to {@link
 * dev.taskcast.benchmarks.durable.JavaContender}; anything else is a {@link dev.taskcast.benchmarks.durable.Contender}.
 */
@NullMarked
package dev.taskcast.benchmarks.durable;

import org.jspecify.annotations.NullMarked;
