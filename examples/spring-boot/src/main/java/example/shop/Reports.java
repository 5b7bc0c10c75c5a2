package example.shop;

import dev.taskcast.spring.HandlesTask;
import dev.taskcast.task.TaskContext;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** What runs while people watch. */
@Component
class Reports {
    @HandlesTask(value = "report", restartInterrupted = true)
    String build(Order order, TaskContext task) throws InterruptedException {
        var lines = IntStream.rangeClosed(1, order.lines()).boxed().toList();
        for (int line : task.durable().track("Reading lines", lines)) { // after a restart, on from where it was
            Thread.sleep(50); // your work
            task.log("Line " + line);
        }
        return order.lines() + " lines of order " + order.number();
    }
}
