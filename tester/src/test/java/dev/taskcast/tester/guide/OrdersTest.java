package dev.taskcast.tester.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.TaskStatus;
import dev.taskcast.tester.HeldRun;
import dev.taskcast.tester.TaskcastTester;
import dev.taskcast.tester.guide.Orders.Order;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrdersTest {
    private final TaskcastTester tester = TaskcastTester.create();
    private final Orders orders = new Orders(tester.tasks());

    @AfterEach
    void close() {
        tester.close();
    }

    @Test
    void anOrderIsPacked() {
        String id = orders.place(new Order("ann"));

        assertThat(tester.held("packing")).extracting(HeldRun::payload).containsExactly(new Order("ann"));
        assertThat(tester.run(id).status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void anOrderIsPackedOnceTheMachineIsMended() {
        String id = orders.place(new Order("bob"));
        orders.breakDown();
        assertThat(tester.run(id).status()).isEqualTo(TaskStatus.PENDING);

        orders.mend();
        tester.advance(Duration.ofMinutes(1)); // the wait before the next attempt is over
        assertThat(tester.runAll()).isEqualTo(1);
        assertThat(tester.tasks().getState(id).orElseThrow().status()).isEqualTo(TaskStatus.COMPLETED);
    }
}
