import dev.taskcast.TaskManager;
import dev.taskcast.task.SeriesQuery;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskSeries;
import dev.taskcast.task.TaskStats;
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
