import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Caller;

class Frame {
    void frame(TaskManager tasks) {
        //snippet
    }
}
