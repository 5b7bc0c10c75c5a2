import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.micrometer.StreamMeters;
import dev.taskcast.micrometer.TaskMeters;
import dev.taskcast.store.TaskStore;
import io.micrometer.core.instrument.MeterRegistry;

class Frame {
    void frame(MeterRegistry registry, TaskStore store) {
        //snippet
    }
}
