import dev.taskcast.TaskManager;
import dev.taskcast.opentelemetry.TaskTracing;
import io.opentelemetry.api.OpenTelemetry;

class Frame {
    void frame(OpenTelemetry openTelemetry) {
        //snippet
    }
}
