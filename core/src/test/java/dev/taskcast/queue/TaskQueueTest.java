package dev.taskcast.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The oldest first, and nobody waits behind a type whose code is not here. */
class TaskQueueTest {
    private final TaskQueue queue = new TaskQueue();

    @Test
    void theOldestComesFirstWhateverItsType() {
        queue.available("x", true);
        queue.available("y", true);
        queue.add("y", 3, "c");
        queue.add("x", 2, "b");
        queue.add("y", 1, "a");

        assertThat(queue.poll()).isEqualTo("a");
        assertThat(queue.poll()).isEqualTo("b");
        assertThat(queue.poll()).isEqualTo("c");
        assertThat(queue.poll()).isNull();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aTypeWithoutCodeIsInNobodysWayAndWaitsOn() {
        queue.available("x", true);
        queue.add("y", 1, "a");
        queue.add("x", 2, "b");

        assertThat(queue.poll()).isEqualTo("b");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.size()).isEqualTo(1);
        queue.available("y", true);
        assertThat(queue.poll()).isEqualTo("a");
    }

    @Test
    void whatIsTakenOutIsNotGiven() {
        queue.available("x", true);
        queue.add("x", 1, "a");
        queue.add("x", 2, "b");
        queue.remove("x", 1);
        queue.remove("x", 7);

        assertThat(queue.poll()).isEqualTo("b");
        queue.add("x", 3, "c");
        queue.available("x", false);
        assertThat(queue.poll()).isNull();
    }
}
