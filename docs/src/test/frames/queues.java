import dev.taskcast.TaskManager;
import dev.taskcast.task.QueueControl;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.Retry;
import dev.taskcast.task.RetryLaterException;
import dev.taskcast.task.Schedule;
import dev.taskcast.task.SubmitField;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.task.Unique;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;

abstract class Frame {
    record Order(int number) {}

    TaskManager tasks;
    TaskType<Order, Void> REPORT;
    Order order;
    TaskHandler handler;

    void frame() throws Exception {
        //snippet
    }
}
