package dev.taskcast.spring.slice;

import dev.taskcast.spring.HandlesTask;
import dev.taskcast.task.TaskContext;
import org.springframework.stereotype.Component;

@Component
class Reports {
    private final Prices prices;

    Reports(Prices prices) {
        this.prices = prices;
    }

    @HandlesTask("report")
    Report build(Order order, TaskContext task) {
        task.progress("Building", 1, 1);
        return new Report(order.customer() + " pays " + prices.of(order));
    }

    @HandlesTask(value = "cleanup", every = "1h")
    void cleanUp() {}
}
