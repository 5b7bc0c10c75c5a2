package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The wall clock is set while a manager works: nothing that takes a certain time goes by it. */
class ClockJumpTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final Held held = Held.polite();

    static Stream<Duration> jumps() {
        return Stream.of(
                Duration.ofHours(-1), Duration.between(ManualClock.START, Instant.EPOCH), Duration.ofDays(365));
    }

    private Held.Run start(TaskManager tasks, String id) throws InterruptedException {
        tasks.register(id, held);
        tasks.start(id);
        return held.next();
    }

    @ParameterizedTest
    @MethodSource("jumps")
    void noRunEndsBeforeItBegan(Duration jump) throws Exception {
        TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
        Held.Run completed = start(tasks, "completed");
        Held.Run canceled = start(tasks, "canceled");
        clock.moveWall(jump);
        completed.end();
        completed.awaitEnd();
        tasks.cancel("canceled");
        long latest = Math.max(clock.millis(), ManualClock.START.toEpochMilli());

        TaskState one = tasks.getState("completed").orElseThrow();
        assertThat(((Completed) one).ending().startedAt()).isEqualTo(ManualClock.START.toEpochMilli());
        assertThat(((Completed) one).lastRun()).isEqualTo(latest);
        assertThat(tasks.getRuns("completed", 1).getFirst().endedAt()).isEqualTo(latest);
        Canceled other = (Canceled) tasks.getState("canceled").orElseThrow();
        assertThat(other.lastRun()).isEqualTo(latest);
        assertThat(other.stopping() == null ? latest : other.stopping().since()).isEqualTo(latest);
        canceled.end();
        canceled.awaitEnd();
    }

    @ParameterizedTest
    @MethodSource("jumps")
    void tasksAreForgottenWhenTheyAreOldAndNotBefore(Duration jump) throws Exception {
        TaskManager tasks = invariants.manager(builder -> builder.clock(clock).maxHistoryAge(Duration.ofHours(1)));
        Held.Run run = start(tasks, "x");
        run.end();
        run.awaitEnd();
        clock.moveWall(jump);
        clock.advance(Duration.ofMinutes(59));
        assertThat(tasks.getState("x")).isPresent();

        clock.advance(Duration.ofMinutes(10));

        assertThat(tasks.getState("x")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jumps")
    void aTimeoutTakesItsTime(Duration jump) throws Exception {
        TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
        Recorder seen = invariants.record(tasks);
        tasks.register("x", held, TaskOptions.timeout(Duration.ofMinutes(1)));
        tasks.start("x");
        Held.Run run = held.next();
        clock.awaitTimers(1);
        clock.moveWall(jump);
        clock.advance(Duration.ofSeconds(59));
        assertThat(tasks.getState("x").orElseThrow().status()).isEqualTo(TaskStatus.RUNNING);

        clock.advance(Duration.ofSeconds(1));

        TaskState timedOut = seen.await("x", TaskStatus.TIMED_OUT);
        assertThat(timedOut.run()).isEqualTo(run.ctx().run());
    }

    @Test
    void idsSortByTheOrderInWhichTheyWereMade() {
        TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
        TaskType<String, Void> type = tasks.type("t", String.class, Void.class, (ctx, payload) -> null);
        List<Long> times = new ArrayList<>();
        for (Duration jump :
                List.of(Duration.ZERO, Duration.ofHours(-1), Duration.ofDays(-30_000), Duration.ofDays(2))) {
            clock.moveWall(jump);
            String id = tasks.submit(type, "").id();
            times.add(UUID.fromString(id).getMostSignificantBits() >>> 16);
        }

        assertThat(times).isSorted().allMatch(time -> time >= ManualClock.START.toEpochMilli());
    }
}
