package dev.taskcast.tester.guide;

import dev.taskcast.TaskManager;
import dev.taskcast.task.Retry;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;

/** What the guide tests. */
class Orders {
    record Order(String customer) {}

    private final TaskManager tasks;
    private final TaskType<Order, String> packing;
    private boolean isBroken;

    Orders(TaskManager tasks) {
        this.tasks = tasks;
        packing = tasks.type(
                "packing",
                Order.class,
                String.class,
                (ctx, order) -> pack(order),
                TypeOptions.<Order>builder()
                        .tasks(TaskOptions.builder().retry(Retry.times(5)).build())
                        .build());
    }

    void breakDown() {
        isBroken = true;
    }

    void mend() {
        isBroken = false;
    }

    private String pack(Order order) {
        if (isBroken) {
            throw new IllegalStateException("The machine is broken");
        }
        return "packed for " + order.customer();
    }

    String place(Order order) {
        return tasks.submit(packing, order).id();
    }
}
