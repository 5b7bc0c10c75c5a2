import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskPage;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;

abstract class Frame {
    TaskManager tasks;

    abstract void show(Object what);

    void frame() throws Exception {
        //snippet
    }
}
