package dev.taskcast.spring.ahead;

import dev.taskcast.spring.HandlesTask;
import dev.taskcast.task.TaskContext;

class Reports {
    @HandlesTask("report")
    Report build(Order order, TaskContext task) {
        task.progress("Building", 1, 1);
        return new Report(order.customer() + " " + order.line().pieces());
    }

    @HandlesTask(value = "cleanup", cron = "0 30 2 * * *", zone = "Europe/Berlin")
    void cleanUp() {}
}
