package dev.taskcast.spring.guide;

import dev.taskcast.spring.HandlesTask;
import dev.taskcast.task.TaskContext;
import org.springframework.stereotype.Component;

@Component
class Reports {
    @HandlesTask(value = "report", timeout = "10m", queue = "reports", retries = 3)
    Report build(ReportOrder order, TaskContext task) {
        task.progress("Counting", 1, 2);
        return new Report(order.lines().size());
    }

    @HandlesTask(value = "cleanup", cron = "0 30 2 * * *", zone = "Europe/Berlin")
    void cleanUp(TaskContext task) {
        task.log("Clean");
    }
}
