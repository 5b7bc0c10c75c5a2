package dev.taskcast.store;

import dev.taskcast.task.TaskProgress;
import org.jspecify.annotations.Nullable;

/**
 * What is new of a run, for those who watch it on other nodes.
 *
 * @param created which task, by the position of the event that made it
 * @param fence which run
 * @param progress its newest progress, with its pace; null where that has not changed
 * @param lines what it has logged since the last time, or again all that is held; null where that is nothing
 */
public record LiveRun(
        long created,
        long fence,
        @Nullable TaskProgress progress,
        @Nullable Lines lines) {}
