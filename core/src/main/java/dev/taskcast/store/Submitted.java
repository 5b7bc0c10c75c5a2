package dev.taskcast.store;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Command.Terms;
import dev.taskcast.task.TaskIdentity;

/**
 * A task that somebody has submitted in a transaction of their own: it has no position yet.
 *
 * @param number which one, see {@link Batch#submitted}
 * @param identity what it is
 * @param terms how it is kept
 * @param payload what it is submitted with
 */
public record Submitted(long number, TaskIdentity identity, Terms terms, Payload payload) {}
