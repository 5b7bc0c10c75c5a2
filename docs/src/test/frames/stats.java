import dev.taskcast.TaskManager;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskStats;
import dev.taskcast.task.TaskStatus;

abstract class Frame {
    TaskManager tasks;

    abstract void show(Object what);

    void frame() throws Exception {
        //snippet
    }
}
