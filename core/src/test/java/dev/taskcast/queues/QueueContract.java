package dev.taskcast.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.Held;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.Standing;
import dev.taskcast.task.Standing.LimitKind;
import dev.taskcast.task.Standing.Why;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits, order, fairness and priorities. */
abstract class QueueContract extends QueueRig {
    @Test
    void whatIsBeyondTheLimitWaitsInTheOrderOfStarts() throws Exception {
        open(builder -> builder.maxConcurrent(2));
        for (String id : List.of("a", "b", "c", "d")) {
            submit(id);
        }
        Held.Run a = next();
        Held.Run b = next();

        assertThat(List.of(a.ctx().id(), b.ctx().id())).containsExactlyInAnyOrder("a", "b");
        assertThat(standing("c")).isEqualTo(new Standing(Why.LIMIT, LimitKind.MANAGER, 1, 0));
        assertThat(standing("d").position()).isEqualTo(2);
        a.end();
        assertThat(next().ctx().id()).isEqualTo("c");
        assertThat(held.waiting()).isZero();
        assertThat(standing("d").position()).isEqualTo(1);
        b.end();
        assertThat(next().ctx().id()).isEqualTo("d");
    }

    @Test
    void aStartSaysThatItIsQueuedAndThenThatItWas() throws Exception {
        open(builder -> builder.maxConcurrent(1));
        tasks().register("x", held);
        tasks().register("y", held);

        assertThat(tasks().start("x")).isEqualTo(StartOutcome.STARTED);
        assertThat(tasks().start("y")).isEqualTo(StartOutcome.QUEUED);
        assertThat(tasks().start("y")).isEqualTo(StartOutcome.ALREADY_QUEUED);
        assertThat(tasks().start("x")).isEqualTo(StartOutcome.ALREADY_RUNNING);
        next().end();
        assertThat(next().ctx().id()).isEqualTo("y");
    }

    @Test
    void whoIsStartedAgainDoesNotOvertake() throws Exception {
        open(builder -> builder.maxConcurrent(1));
        submit("first");
        Held.Run first = next();
        submit("second");
        first.end();
        Held.Run second = next();
        submit("third");
        recorder().await("first", TaskStatus.COMPLETED);
        assertThat(tasks().start("first")).isEqualTo(StartOutcome.QUEUED);
        second.end();

        assertThat(next().ctx().id()).as("it waits for longer").isEqualTo("third");
    }

    @Test
    void whoWaitsIsCanceledAtOnceAndHasNoRun() throws Exception {
        open(builder -> builder.maxConcurrent(1));
        submit("a");
        Held.Run a = next();
        submit("b");
        submit("c");

        assertThat(tasks().cancel("b")).isEqualTo(CancelOutcome.CANCELED);
        assertThat(state("b").run()).isZero();
        a.end();
        assertThat(next().ctx().id()).isEqualTo("c");
    }

    @Test
    void severalLimitsAreTakenTogetherOrNotAtAll() throws Exception {
        open(
                builder -> builder.maxConcurrent(3)
                        .queue("mail", QueueOptions.builder().maxConcurrent(1).build()),
                MAIL);
        tasks().register("other", held);
        submit("a");
        submit("b");
        Held.Run a = next();

        assertThat(a.ctx().id()).isEqualTo("a");
        assertThat(standing("b")).isEqualTo(new Standing(Why.LIMIT, LimitKind.QUEUE, 1, 0));
        assertThat(tasks().start("other"))
                .as("the queue's limit is not in its way")
                .isEqualTo(StartOutcome.STARTED);
        assertThat(next().ctx().id()).isEqualTo("other");
        a.end();
        assertThat(next().ctx().id()).isEqualTo("b");
    }

    @Test
    void aTypeHasItsLimitAndOthersPassBy() throws Exception {
        open(builder -> builder, TaskOptions.builder().maxConcurrent(1).build());
        tasks().register("other", held);
        submit("a");
        submit("b");
        Held.Run a = next();

        assertThat(standing("b").limit()).isEqualTo(LimitKind.TYPE);
        assertThat(tasks().start("other")).isEqualTo(StartOutcome.STARTED);
        assertThat(next().ctx().id()).isEqualTo("other");
        a.end();
        assertThat(next().ctx().id()).isEqualTo("b");
    }

    @Test
    void aKeyHasItsLimit() throws Exception {
        open(
                builder -> builder.queue(
                        "mail", QueueOptions.builder().maxConcurrentPerKey(1).build()),
                MAIL);
        submit("a1", SubmitOptions.builder().key("a"));
        submit("a2", SubmitOptions.builder().key("a"));
        submit("b1", SubmitOptions.builder().key("b"));

        assertThat(List.of(next().ctx().id(), next().ctx().id())).containsExactlyInAnyOrder("a1", "b1");
        assertThat(standing("a2")).isEqualTo(new Standing(Why.LIMIT, LimitKind.KEY, 1, 0));
        assertThat(held.waiting()).isZero();
    }

    @Test
    void aSmallKeyHasTheNextTurnBesideALargeOne() throws Exception {
        open(builder -> builder.maxConcurrent(1));
        for (int i = 0; i < 200; i++) {
            submit("large-" + i, SubmitOptions.builder().key("large"));
        }
        Held.Run running = next();
        submit("small", SubmitOptions.builder().key("small"));
        List<String> begun = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            running.end();
            running = next();
            begun.add(running.ctx().id());
        }

        assertThat(begun).contains("small");
        tasks().close();
    }

    @Test
    void aHigherPriorityBeginsSoonerAndNobodyWaitsForEver() throws Exception {
        open(builder -> builder.maxConcurrent(1));
        submit("running");
        Held.Run running = next();
        submit("low", SubmitOptions.builder().priority(0));
        clock.advance(Duration.ofSeconds(1));
        submit("high", SubmitOptions.builder().priority(9));
        running.end();
        Held.Run high = next();
        assertThat(high.ctx().id()).isEqualTo("high");

        clock.advance(Duration.ofMinutes(9));
        submit("late", SubmitOptions.builder().priority(9));
        high.end();
        assertThat(next().ctx().id()).as("nine levels are worth nine minutes").isEqualTo("low");
    }

    @Test
    void aSlotIsItsHandlersUntilThatHasReturned() throws Exception {
        open(builder -> builder.maxConcurrent(1));
        tasks().register("x", stubborn);
        tasks().register("y", held);
        tasks().start("x");
        Held.Run x = stubborn.next();
        tasks().start("y");
        tasks().cancel("x");

        assertThat(held.waiting()).as("the handler of x goes on").isZero();
        assertThat(tasks().start("x")).isEqualTo(StartOutcome.QUEUED);
        assertThat(standing("x").why()).isEqualTo(Why.STOPPING);
        assertThat(tasks().start("x")).isEqualTo(StartOutcome.ALREADY_QUEUED);
        x.end();
        Held.Run y = next();
        assertThat(y.ctx().id()).isEqualTo("y");
        y.end();
        Held.Run again = stubborn.next();
        assertThat(again.ctx().run()).isEqualTo(2);
        again.end();
    }

    @Test
    void whoWaitsForAHandlerCanBeCanceledAndHoldsItStill() throws Exception {
        open(builder -> builder.maxConcurrent(1));
        tasks().register("x", stubborn);
        tasks().register("y", held);
        tasks().start("x");
        Held.Run x = stubborn.next();
        tasks().cancel("x");
        tasks().start("x");

        assertThat(tasks().cancel("x")).isEqualTo(CancelOutcome.CANCELED);
        assertThat(tasks().start("y")).isEqualTo(StartOutcome.QUEUED);
        x.end();
        assertThat(next().ctx().id()).isEqualTo("y");
    }

    @Test
    void whereNothingCountsItATaskIsStartedBesideItsOldHandler() throws Exception {
        open(builder -> builder);
        tasks().register("x", stubborn);
        tasks().start("x");
        Held.Run first = stubborn.next();
        tasks().cancel("x");

        assertThat(tasks().start("x")).isEqualTo(StartOutcome.STARTED);
        Held.Run second = stubborn.next();
        first.end();
        second.end();
        recorder().await("x", TaskStatus.COMPLETED);
    }

    @Test
    void aHandlerOfATaskThatWasTakenAwayHoldsItsSlot() throws Exception {
        open(builder -> builder.maxConcurrent(1));
        tasks().register("x", stubborn);
        tasks().register("y", held);
        tasks().start("x");
        Held.Run x = stubborn.next();

        assertThat(tasks().unregister("x")).isTrue();
        assertThat(tasks().getState("x")).isEmpty();
        tasks().register("x", held);
        assertThat(tasks().start("y")).isEqualTo(StartOutcome.QUEUED);
        assertThat(held.waiting()).isZero();
        x.end();
        assertThat(next().ctx().id()).isEqualTo("y");
    }

    @Test
    void theHandlerOfATaskThatWasTakenAwayReturnsAndANewTaskOfItsNameGoesOn() throws Exception {
        open(builder -> builder);
        tasks().register("x", stubborn);
        tasks().start("x");
        Held.Run first = stubborn.next();
        tasks().unregister("x");
        tasks().register("x", held);
        TaskState asRegistered = state("x");

        first.end();
        first.awaitEnd();
        recorder().drain(tasks());
        assertThat(state("x")).isEqualTo(asRegistered);
        assertThat(tasks().start("x")).isEqualTo(StartOutcome.STARTED);
        Held.Run second = next();
        second.end();
        recorder().await("x", TaskStatus.COMPLETED);
        assertThat(tasks().unregister("x")).isTrue();
    }

    @Test
    void aLimitIsChangedWhileTasksRun() throws Exception {
        open(
                builder -> builder.queue(
                        "mail", QueueOptions.builder().maxConcurrent(2).build()),
                MAIL);
        for (String id : List.of("a", "b", "c", "d", "e")) {
            submit(id);
        }
        Held.Run a = next();
        Held.Run b = next();
        tasks().queue("mail").maxConcurrent(1);
        a.end();
        recorder().await(a.ctx().id(), TaskStatus.COMPLETED);
        assertThat(held.waiting()).as("one goes on, and that is the limit").isZero();
        tasks().queue("mail").maxConcurrent(3);
        Held.Run c = next();
        Held.Run d = next();
        assertThat(List.of(c.ctx().id(), d.ctx().id())).containsExactlyInAnyOrder("c", "d");
        tasks().queue("mail").clear();
        b.end();
        recorder().await(b.ctx().id(), TaskStatus.COMPLETED);
        assertThat(held.waiting()).as("two go on, as declared").isZero();
        c.end();
        assertThat(next().ctx().id()).isEqualTo("e");
    }

    @Test
    void aQueueIsPausedAndGoesOn() throws Exception {
        open(builder -> builder, MAIL);
        tasks().queue("mail").pause();
        submit("a");

        assertThat(standing("a")).isEqualTo(new Standing(Why.PAUSED, LimitKind.QUEUE, 1, 0));
        tasks().queue("mail").maxConcurrent(5);
        assertThat(held.waiting()).isZero();
        tasks().queue("mail").resume();
        assertThat(next().ctx().id()).isEqualTo("a");
    }

    @Test
    void aTypeWhoseCodeIsNotHereIsInNobodysWay() throws Exception {
        open(builder -> builder.maxConcurrent(1));
        tasks().register("gone", held);
        submit("a");
        Held.Run a = next();
        tasks().start("gone");
        tasks().unregister("gone");
        submit("b");
        a.end();

        assertThat(next().ctx().id()).isEqualTo("b");
    }

    @Test
    void slotsOfTheNodeCountWhatWasSubmitted() throws Exception {
        open(builder -> builder.slots(1));
        tasks().register("registered", held);
        submit("a");
        submit("b");
        Held.Run a = next();

        assertThat(standing("b").why()).isEqualTo(Why.SLOT);
        assertThat(tasks().start("registered")).as("takes none").isEqualTo(StartOutcome.STARTED);
        assertThat(next().ctx().id()).isEqualTo("registered");
        a.end();
        assertThat(next().ctx().id()).isEqualTo("b");
    }

    @Test
    void aLimitOfNothingLetsNothingStart() throws Exception {
        open(builder -> builder.maxConcurrent(0));
        submit("a");

        assertThat(state("a")).isInstanceOf(Pending.class);
        assertThat(held.waiting()).isZero();
    }

    @Test
    void whatIsOutOfRangeIsRefusedWhenItIsGiven() {
        open(builder -> builder);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubmitOptions.builder().priority(10))
                .withMessage("A priority must be between 0 and 9, got: 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubmitOptions.builder().after(Duration.ofMillis(-1)))
                .withMessage("A delay must be between zero and 100 years, got: PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubmitOptions.builder().key("k".repeat(201)))
                .withMessage("A key must have 1 to 200 characters, got: 201");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueueOptions.builder().maxConcurrent(-1))
                .withMessage("A limit must be at least 0, got: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskOptions.builder().rate(1, Duration.ofDays(367)))
                .withMessageContaining("between 1 ms and 366 days");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueueOptions.builder().rate(0, Duration.ofSeconds(1)))
                .withMessage("A rate must let at least 1 start in a period, got: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks().queue("mail").maxConcurrent(-1))
                .withMessage("A limit must be at least 0, got: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskOptions.builder().queue(""))
                .withMessage("A queue's name must have 1 to 200 characters, got: 0");
    }

    @Test
    void whatRunsNeverExceedsItsLimitWhateverIsAskedAtOnce() throws Exception {
        open(builder -> builder.maxConcurrent(3));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int user = i;
            threads.add(dev.taskcast.Await.start(() -> {
                for (int n = 0; n < 50; n++) {
                    submit(user + "-" + n);
                }
            }));
        }
        for (int ended = 0; ended < 200; ended++) {
            Held.Run run = next();
            assertThat(tasks().getAllStates().stream().filter(Running.class::isInstance))
                    .hasSizeLessThanOrEqualTo(3);
            run.end();
        }
        for (Thread thread : threads) {
            dev.taskcast.Await.end(thread);
        }
    }
}
