import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskOptions;
import java.util.List;

abstract class Frame {
    record Line(String text) {}

    interface Payments {
        String charge(String card);
    }

    abstract void write(Line line);

    abstract void send(int page);

    void frame(TaskManager tasks, Payments payments, String card, List<Line> lines, int pages) {
        //snippet
    }
}
