import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskNode;

abstract class Frame {
    TaskManager tasks;

    void frame() throws Exception {
        //snippet
    }
}
