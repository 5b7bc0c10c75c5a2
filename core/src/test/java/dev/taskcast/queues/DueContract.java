package dev.taskcast.queues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Held;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.Standing;
import dev.taskcast.task.Standing.LimitKind;
import dev.taskcast.task.Standing.Why;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Waiting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Delays and rates: who begins at what time. */
abstract class DueContract extends QueueRig {
    @Test
    void aTaskThatIsPutOffBeginsWhenItIsDue() throws Exception {
        open(builder -> builder);
        submit("x", SubmitOptions.builder().after(Duration.ofMinutes(5)));
        long dueAt = clock.millis() + 300_000;

        assertThat(pending("x").waiting()).isEqualTo(new Waiting.ForTime(0, dueAt - 300_000, dueAt, false, null, null));
        assertThat(standing("x").why()).isEqualTo(Why.DELAY);
        clock.advance(Duration.ofMillis(299_999));
        assertThat(held.waiting()).isZero();
        assertThat(state("x")).isInstanceOf(Pending.class);
        clock.advance(Duration.ofMillis(1));
        assertThat(next().ctx().id()).isEqualTo("x");
    }

    @Test
    void aClockThatIsSetBackPutsNothingOff() throws Exception {
        open(builder -> builder);
        submit("x", SubmitOptions.builder().after(Duration.ofMinutes(5)));
        clock.moveWall(Duration.ofDays(-1));
        clock.advance(Duration.ofMinutes(5));

        assertThat(next().ctx().id()).isEqualTo("x");
    }

    @Test
    void aTimeThatHasPassedIsNow() throws Exception {
        open(builder -> builder);
        submit("x", SubmitOptions.builder().runAt(clock.instant().minusSeconds(60)));

        assertThat(next().ctx().id()).isEqualTo("x");
    }

    @Test
    void aStartOfWhoWaitsForATimeIsDueAtOnce() throws Exception {
        open(builder -> builder);
        submit("x", SubmitOptions.builder().after(Duration.ofHours(1)));

        assertThat(tasks().start("x")).isEqualTo(StartOutcome.STARTED);
        assertThat(next().ctx().id()).isEqualTo("x");
    }

    @Test
    void aStartOfWhoWaitsForATimeStillWaitsForALimit() throws Exception {
        open(builder -> builder.maxConcurrent(1));
        submit("running");
        Held.Run running = next();
        submit("x", SubmitOptions.builder().after(Duration.ofHours(1)));

        assertThat(tasks().start("x")).isEqualTo(StartOutcome.QUEUED);
        assertThat(tasks().start("x")).isEqualTo(StartOutcome.ALREADY_QUEUED);
        running.end();
        assertThat(next().ctx().id()).isEqualTo("x");
    }

    @Test
    void whoWaitsForATimeCanBeCanceled() {
        open(builder -> builder);
        submit("x", SubmitOptions.builder().after(Duration.ofHours(1)));

        assertThat(tasks().cancel("x")).isEqualTo(CancelOutcome.CANCELED);
        clock.advance(Duration.ofHours(2));
        assertThat(state("x").status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(held.waiting()).isZero();
    }

    @Test
    void aRateLetsSoManyStartInItsTime() throws Exception {
        open(
                builder -> builder.queue(
                        "mail",
                        QueueOptions.builder().rate(2, Duration.ofSeconds(10)).build()),
                MAIL);
        for (String id : List.of("a", "b", "c", "d")) {
            submit(id);
        }
        assertThat(List.of(next().ctx().id(), next().ctx().id())).containsExactlyInAnyOrder("a", "b");

        assertThat(standing("c").why()).isEqualTo(Why.RATE);
        clock.advance(Duration.ofMillis(4_999));
        assertThat(held.waiting()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(next().ctx().id()).isEqualTo("c");
        clock.advance(Duration.ofSeconds(5));
        assertThat(next().ctx().id()).isEqualTo("d");
    }

    @Test
    void aTypeHasItsRate() throws Exception {
        open(
                builder -> builder,
                TaskOptions.builder().rate(1, Duration.ofSeconds(10)).build());
        submit("a");
        submit("b");
        tasks().register("other", held);
        assertThat(tasks().start("other")).isEqualTo(StartOutcome.STARTED);
        assertThat(List.of(next().ctx().id(), next().ctx().id())).containsExactlyInAnyOrder("a", "other");

        assertThat(standing("b"))
                .isEqualTo(
                        new Standing(Why.RATE, LimitKind.TYPE, 1, standing("b").startsAt()));
        clock.advance(Duration.ofMillis(9_999));
        assertThat(held.waiting()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(next().ctx().id()).isEqualTo("b");
    }
}
