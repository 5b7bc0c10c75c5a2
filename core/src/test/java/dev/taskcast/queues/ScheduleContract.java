package dev.taskcast.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.Held;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.Missed;
import dev.taskcast.task.Overlap;
import dev.taskcast.task.Schedule;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskChange.Updated;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TypeOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tasks that start by themselves. */
abstract class ScheduleContract extends QueueRig {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static TaskOptions options(Schedule schedule) {
        return TaskOptions.builder().schedule(schedule).build();
    }

    private void register(Schedule schedule) {
        tasks().register("x", held, options(schedule));
    }

    /** Waits until the next tick of x is a time from the start of the clock. */
    private void awaitNext(Duration fromStart) {
        long at = dev.taskcast.time.ManualClock.START.plus(fromStart).toEpochMilli();
        recorder()
                .await(
                        "next " + fromStart,
                        change -> change instanceof Updated updated
                                && updated.id().equals("x")
                                && updated.state().course() != null
                                && Objects.requireNonNull(updated.state().course())
                                                .nextAt()
                                        == at);
    }

    private TaskState ended(Held.Run run) {
        int number = run.ctx().run();
        run.end();
        return ((Updated) recorder()
                        .await(
                                "the end of run " + number,
                                change -> change instanceof Updated updated
                                        && updated.id().equals("x")
                                        && updated.state().status() == TaskStatus.COMPLETED
                                        && updated.state().run() == number))
                .state();
    }

    @Test
    void eachTickIsARunAndSaysWhenTheNextOneIs() throws Exception {
        open(builder -> builder);
        register(Schedule.every(MINUTE));
        awaitNext(MINUTE);
        assertThat(state("x").status()).isEqualTo(TaskStatus.PENDING);
        assertThat(tasks().cancel("x")).isEqualTo(CancelOutcome.NOT_RUNNING);
        clock.advance(MINUTE);
        Held.Run first = next();
        awaitNext(Duration.ofMinutes(2));
        ended(first);
        clock.advance(Duration.ofSeconds(59));
        assertThat(held.waiting()).isZero();
        clock.advance(Duration.ofSeconds(1));

        assertThat(next().ctx().run()).isEqualTo(2);
        assertThat(tasks().nextRuns("x", 2))
                .containsExactly(start(Duration.ofMinutes(3)), start(Duration.ofMinutes(4)));
    }

    private static Instant start(Duration after) {
        return dev.taskcast.time.ManualClock.START.plus(after);
    }

    @Test
    void aFixedDelayIsFromTheEndOfARun() throws Exception {
        open(builder -> builder);
        register(Schedule.afterEach(MINUTE));
        awaitNext(MINUTE);
        clock.advance(MINUTE);
        Held.Run first = next();
        clock.advance(Duration.ofSeconds(30));
        ended(first);
        awaitNext(Duration.ofSeconds(150));
        clock.advance(MINUTE);

        assertThat(next().ctx().run()).isEqualTo(2);
    }

    @Test
    void aTickWhileTheTaskRunsIsSkipped() throws Exception {
        open(builder -> builder);
        register(Schedule.every(MINUTE));
        awaitNext(MINUTE);
        clock.advance(MINUTE);
        Held.Run first = next();
        clock.advance(Duration.ofSeconds(150));
        ended(first);
        awaitNext(Duration.ofMinutes(4));

        assertThat(held.waiting()).isZero();
    }

    @Test
    void aTickWhileTheTaskRunsIsQueuedOnce() throws Exception {
        open(builder -> builder);
        register(Schedule.every(MINUTE).overlap(Overlap.QUEUE));
        awaitNext(MINUTE);
        clock.advance(MINUTE);
        Held.Run first = next();
        clock.advance(Duration.ofSeconds(150));
        first.end();
        Held.Run second = next();
        awaitNext(Duration.ofMinutes(4));
        ended(second);

        assertThat(held.waiting()).isZero();
    }

    @Test
    void aTickReplacesTheRun() throws Exception {
        open(builder -> builder);
        register(Schedule.every(MINUTE).overlap(Overlap.REPLACE));
        awaitNext(MINUTE);
        clock.advance(MINUTE);
        Held.Run first = next();
        clock.advance(MINUTE);
        first.awaitEnd();

        assertThat(next().ctx().run()).isEqualTo(2);
        recorder().drain(tasks());
        assertThat(recorder().story("x")).anyMatch(line -> line.contains("canceled"));
    }

    @Test
    void aStartByHandMovesNoTick() throws Exception {
        open(builder -> builder);
        register(Schedule.every(MINUTE));
        awaitNext(MINUTE);
        assertThat(tasks().start("x")).isEqualTo(StartOutcome.STARTED);
        ended(next());
        clock.advance(MINUTE);

        assertThat(next().ctx().run()).isEqualTo(2);
    }

    @Test
    void manyMissedTicksAreOneRun() throws Exception {
        missed(MINUTE, Missed.once(), 1);
    }

    @Test
    void missedTicksAreSkipped() throws Exception {
        missed(Duration.ofMinutes(4), Missed.skip(), 0);
    }

    @Test
    void missedTicksAreMadeUpFor() throws Exception {
        missed(MINUTE, Missed.all(3), 3);
    }

    /** Its code is away for ten minutes and a half. */
    private void missed(Duration period, Missed missed, int runs) throws Exception {
        Schedule schedule = Schedule.every(period).missed(missed);
        if (journal == null) {
            return; // what is in memory is never without its code
        }
        open(builder -> builder);
        register(schedule);
        awaitNext(period);
        tasks().close();
        clock.advance(Duration.ofSeconds(630));
        open(builder -> builder);
        register(schedule);
        for (int i = 1; i <= runs; i++) {
            Held.Run run = next();
            assertThat(run.ctx().run()).isEqualTo(i);
            ended(run);
        }
        awaitNext(period.equals(MINUTE) ? Duration.ofMinutes(11) : Duration.ofMinutes(12));
        assertThat(held.waiting()).isZero();
    }

    @Test
    void anotherTextCountsFromNowAndTheSameKeepsItsTick() {
        if (journal == null) {
            return;
        }
        open(builder -> builder);
        register(Schedule.every(MINUTE));
        awaitNext(MINUTE);
        tasks().close();
        clock.advance(Duration.ofSeconds(30));
        open(builder -> builder);
        register(Schedule.every(MINUTE));
        assertThat(tasks().nextRuns("x", 1)).containsExactly(start(MINUTE));
        tasks().close();
        open(builder -> builder);
        register(Schedule.every(Duration.ofHours(1)));
        awaitNext(Duration.ofSeconds(30).plusHours(1));
        tasks().close();
        open(builder -> builder);
        tasks().register("x", held);

        assertThat(tasks().nextRuns("x", 1)).isEmpty();
        assertThat(state("x").course()).isNull();
    }

    @Test
    void underANewNameItGoesOn() {
        if (journal == null) {
            return;
        }
        open(builder -> builder);
        register(Schedule.every(MINUTE));
        awaitNext(MINUTE);
        tasks().close();
        clock.advance(Duration.ofSeconds(30));
        open(builder -> builder);
        tasks().register("y", held, options(Schedule.every(MINUTE).replaces("x")));

        assertThat(tasks().getState("x")).isEmpty();
        assertThat(tasks().nextRuns("y", 1)).containsExactly(start(MINUTE));
    }

    @Test
    void aTypeHasNoSchedule() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypeOptions.builder().tasks(options(Schedule.every(MINUTE))))
                .withMessageStartingWith("A type can't have a schedule");
    }

    @Test
    void itIsNeverForgotten() throws Exception {
        open(builder -> builder.maxHistory(0));
        register(Schedule.every(MINUTE));
        awaitNext(MINUTE);
        clock.advance(MINUTE);
        ended(next());

        assertThat(state("x").status()).isEqualTo(TaskStatus.COMPLETED);
    }
}
