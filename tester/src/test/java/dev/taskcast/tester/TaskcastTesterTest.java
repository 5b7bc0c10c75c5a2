package dev.taskcast.tester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.taskcast.TaskManager;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.Retry;
import dev.taskcast.task.Schedule;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskcastTesterTest {
    record Order(String customer) {}

    private final TaskcastTester tester = TaskcastTester.create();
    private final TaskManager tasks = tester.tasks();
    private final AtomicInteger calls = new AtomicInteger();
    private final TaskType<Order, String> type = tasks.type("order", Order.class, String.class, (ctx, order) -> {
        calls.incrementAndGet();
        ctx.progress("Packing", 1, 2);
        return "for " + order.customer();
    });

    @AfterEach
    void close() {
        tester.close();
    }

    @Test
    void nothingBeginsBeforeTheTestSaysSo() {
        String ann = tasks.submit(
                        type,
                        new Order("ann"),
                        SubmitOptions.builder().owner("ann").build())
                .id();
        String bob = tasks.submit(type, new Order("bob")).id();

        assertThat(tester.held()).extracting(HeldRun::payload).containsExactly(new Order("ann"), new Order("bob"));
        assertThat(tester.held("order").getFirst().identity().owner()).isEqualTo("ann");
        assertThat(tester.held("other")).isEmpty();
        assertThat(calls).hasValue(0);

        Completed end = (Completed) tester.run(bob);
        assertThat(end.result()).isNotNull();
        assertThat(tester.held()).extracting(HeldRun::id).containsExactly(ann);
        assertThat(tester.runAll()).isEqualTo(1);
        assertThat(calls).hasValue(2);
    }

    @Test
    void whatIsSubmittedByHandlersIsRunAsWell() {
        TaskType<Integer, Void> chain = tasks.type("chain", Integer.class, Void.class, (ctx, left) -> {
            calls.incrementAndGet();
            return null;
        });
        tasks.register("first", ctx -> {
            for (int i = 0; i < 3; i++) {
                String ignored = tasks.submit(chain, i).id();
            }
        });
        var ignored = tasks.start("first");

        assertThat(tester.runAll()).isEqualTo(4);
        assertThat(calls).hasValue(3);
    }

    @Test
    void retriesComeWhenTheClockIsMoved() {
        tasks.register(
                "flaky",
                ctx -> {
                    if (calls.incrementAndGet() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                },
                TaskOptions.builder().retry(Retry.times(5)).build());

        assertThat(tester.run("flaky").status()).isEqualTo(TaskStatus.PENDING);
        assertThat(tester.held()).isEmpty();
        tester.advance(Duration.ofHours(1));
        assertThat(tester.run("flaky").status()).isEqualTo(TaskStatus.PENDING);
        tester.advance(Duration.ofHours(1));
        assertThat(tester.run("flaky")).isInstanceOf(Completed.class);
    }

    @Test
    void delaysAndSchedulesGoByTheClock() {
        tasks.register(
                "poll",
                ctx -> {},
                TaskOptions.builder()
                        .schedule(Schedule.every(Duration.ofMinutes(10)))
                        .build());
        String later = tasks.submit(
                        type,
                        new Order("ann"),
                        SubmitOptions.builder().after(Duration.ofMinutes(25)).build())
                .id();

        assertThat(tester.held()).isEmpty();
        tester.advance(Duration.ofMinutes(10));
        assertThat(tester.held()).extracting(HeldRun::id).containsExactly("poll");
        assertThat(tester.runAll()).isEqualTo(1);
        tester.advance(Duration.ofMinutes(15));
        assertThat(tester.held()).extracting(HeldRun::id).contains("poll", later);
    }

    @Test
    void aTimeoutFiresWhenTheClockIsMoved() {
        CountDownLatch never = new CountDownLatch(1);
        try (TaskcastTester running = TaskcastTester.running(builder -> {})) {
            running.tasks().register("slow", ctx -> never.await(), TaskOptions.timeout(Duration.ofMinutes(5)));
            var ignored = running.tasks().start("slow");
            assertThat(running.await("slow", TaskStatus.RUNNING)).isInstanceOf(Running.class);
            running.clock().awaitTimers(1);
            running.advance(Duration.ofMinutes(5));

            assertThat(running.await("slow", TaskStatus.TIMED_OUT).run()).isEqualTo(1);
        }
    }

    @Test
    void limitsHoldForRunsThatAreHeld() {
        try (TaskcastTester limited = TaskcastTester.create(builder -> builder.maxConcurrent(1))) {
            TaskType<Order, Void> one = limited.tasks().type("one", Order.class, Void.class, (ctx, order) -> null);
            List<String> ids = List.of(
                    limited.tasks().submit(one, new Order("a")).id(),
                    limited.tasks().submit(one, new Order("b")).id());

            assertThat(limited.held()).extracting(HeldRun::id).containsExactly(ids.getFirst());
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> limited.run(ids.getLast()))
                    .withMessageContaining("that is held, got: Pending");
            assertThat(limited.runAll()).isEqualTo(2);
        }
    }

    /** Between an end that is seen and the start of the next is a moment, which is met in one of some thousand runs. */
    @Test
    void whoeverMayBeginHasBegun() {
        try (TaskcastTester limited =
                TaskcastTester.create(builder -> builder.slots(3).maxConcurrent(2))) {
            TaskType<Order, Void> one = limited.tasks().type("one", Order.class, Void.class, (ctx, order) -> null);
            for (int i = 0; i < 1_000; i++) {
                String ignored = limited.tasks().submit(one, new Order("" + i)).id();
            }
            for (int left = 1_000; left > 0; left--) {
                List<HeldRun> held = limited.held();
                assertThat(held).as("with " + left + " to go").hasSize(Math.min(2, left));
                assertThat(limited.run(held.getLast().id()).status()).isEqualTo(TaskStatus.COMPLETED);
            }
            assertThat(limited.held()).isEmpty();
        }
    }

    @Test
    void aCanceledRunIsNoLongerHeld() {
        String id = tasks.submit(type, new Order("ann")).id();
        assertThat(tester.held()).hasSize(1);
        assertThat(tasks.cancel(id)).isEqualTo(CancelOutcome.CANCELED);

        assertThat(tester.held()).isEmpty();
        assertThat(calls).hasValue(0);
    }

    @Test
    void aHandlerThatThrowsFailsItsTask() {
        tasks.register("bad", ctx -> {
            throw new IllegalArgumentException("broken");
        });

        assertThat(((Failed) tester.run("bad")).error()).isEqualTo("broken");
        assertThat(((Failed) tester.run("bad")).run()).as("once more").isEqualTo(2);
    }

    @Test
    void whatIsHeldAtTheEndNeverBegins() {
        String ignored = tasks.submit(type, new Order("ann")).id();
        assertThat(tester.held()).hasSize(1);
        tester.close();

        assertThat(calls).hasValue(0);
        assertThatIllegalStateException()
                .isThrownBy(() -> TaskcastTester.withoutManager(true).tasks());
    }
}
