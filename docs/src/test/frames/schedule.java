import dev.taskcast.task.Missed;
import dev.taskcast.task.Overlap;
import dev.taskcast.task.Schedule;
import java.time.Duration;
import java.time.ZoneId;

class Frame {
    Schedule frame() {
        return
        //snippet
        ;
    }
}
