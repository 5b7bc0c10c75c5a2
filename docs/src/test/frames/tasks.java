import dev.taskcast.TaskManager;
import java.nio.file.Files;
import java.nio.file.Path;

class Frame {
    void frame(TaskManager tasks) throws Exception {
        //snippet
    }
}
