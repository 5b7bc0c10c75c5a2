package dev.taskcast.store;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.Waiting;

/**
 * A task that somebody has submitted in a transaction of their own: it has no position yet.
 *
 * @param number which one, see {@link Batch#submitted}
 * @param identity what it is
 * @param terms what was declared for it
 * @param payload what it is submitted with
 * @param waiting what it waits for
 */
public record Submitted(long number, TaskIdentity identity, Terms terms, Payload payload, Waiting waiting) {}
