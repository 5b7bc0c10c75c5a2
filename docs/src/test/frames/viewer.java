import dev.taskcast.http.access.Action;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.task.TaskIdentity;

record Frame(String name) implements Viewer {
    @Override
    public boolean canSee(TaskIdentity task) {
        return true;
    }

    //snippet
}
