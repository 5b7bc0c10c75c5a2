package dev.taskcast.http.gate;

import dev.taskcast.handle.Handles;
import dev.taskcast.http.access.Action;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.task.TaskIdentity;

/** Somebody with a handle: sees one task and its log, may do nothing, until it expires. */
record HandleViewer(Handles handles, Handles.Handle handle, long deadlineNanos) implements Viewer {
    @Override
    public boolean canSee(TaskIdentity task) {
        return task.id().equals(handle.id());
    }

    @Override
    public boolean may(Action action, TaskIdentity task) {
        return action == Action.LOG && canSee(task);
    }

    @Override
    public String key() {
        return "handle " + handle.id();
    }

    @Override
    public boolean check() {
        return !handles.isOver(handle, deadlineNanos);
    }
}
