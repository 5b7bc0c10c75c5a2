import dev.taskcast.client.TaskActions;
import dev.taskcast.client.TaskEventSource;
import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskState;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

class Frame {
    String token() {
        return "";
    }

    void run() throws InterruptedException {
        //snippet
    }
}
