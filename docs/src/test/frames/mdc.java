import dev.taskcast.TaskManager;
import dev.taskcast.slf4j.TaskMdc;
import dev.taskcast.task.RunWrapper;

class Frame {
    void frame(RunWrapper tracing) {
        //snippet
    }
}
