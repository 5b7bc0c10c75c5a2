package dev.taskcast.store.shared;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.task.Course;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Waiting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task's runs, as a journal tells of them. */
final class EndedRuns {
    private final List<TaskRun> runs = new ArrayList<>();
    private @Nullable String node;

    private EndedRuns() {}

    /** The newest first. */
    static List<TaskRun> of(List<Applied> journal, long created) {
        EndedRuns all = new EndedRuns();
        journal.stream().filter(applied -> isOf(applied, created)).forEach(all::take);
        return all.runs.reversed();
    }

    private static boolean isOf(Applied applied, long created) {
        TaskRow row = applied.change().from() == null
                ? applied.after()
                : applied.change().from();
        return row != null && row.created() == created;
    }

    private void take(Applied applied) {
        TaskRow from = applied.change().from();
        if (applied.after() == null) {
            runs.clear();
        } else if (from != null && from.state() instanceof Running before) {
            end(before, applied);
        }
        if (applied.change().next() instanceof Decision.Started started) {
            node = started.state().placement().node();
        }
    }

    /** It has failed, or its node has ended, and another one is to follow. */
    private TaskRun tried(Running before, Pending next, @Nullable String stackTrace) {
        boolean hasFailed = next.waiting() instanceof Waiting.ForTime;
        long ended = next.waiting() instanceof Waiting.ForTime retry
                ? Math.max(retry.since(), before.startedAt())
                : before.startedAt();
        Course course = next.course();
        return new TaskRun(
                before.run(),
                hasFailed ? TaskStatus.ERROR : TaskStatus.RUNNING,
                before.startedAt(),
                ended,
                node,
                hasFailed && course != null ? course.lastError() : null,
                stackTrace);
    }

    private void end(Running before, Applied applied) {
        switch (applied.change().next()) {
            case Decision.Moved moved
            when moved.state() instanceof Pending next && next.run() == before.run() ->
                runs.add(tried(before, next, moved.stackTrace()));
            case Decision.Started next ->
                runs.add(new TaskRun(
                        before.run(),
                        TaskStatus.RUNNING,
                        before.startedAt(),
                        next.state().startedAt(),
                        node,
                        null,
                        null));
            case Decision.Moved moved
            when moved.state() instanceof Terminal ended ->
                runs.add(new TaskRun(
                        ended.run(),
                        ended.status(),
                        ended.startedAt(),
                        ended.lastRun(),
                        node,
                        ended instanceof Failed failed ? failed.error() : null,
                        moved.stackTrace()));
            default -> {}
        }
    }
}
