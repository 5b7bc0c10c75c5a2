package dev.taskcast.docs.bridges;

import dev.taskcast.task.ProgressReporter;

/** What an application has. */
interface Index {
    Void rebuild(ProgressReporter progress) throws Exception;
}
