package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomeTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final Recorder seen = invariants.record(tasks);
    private final LogCapture log = LogCapture.open();

    @AfterEach
    void stopCapture() {
        log.close();
    }

    private void run(TaskHandler handler) {
        tasks.register("x", handler);
        tasks.start("x");
    }

    @Test
    void aReturnCompletesTheTask() throws Exception {
        Held held = Held.polite();
        run(held);
        clock.advance(Duration.ofMillis(1_234));
        held.next().end();

        Completed completed = (Completed) seen.await("x", TaskStatus.COMPLETED);
        long start = ManualClock.START.toEpochMilli();
        assertThat(completed.ending()).isEqualTo(new Ending(1, start, start + 1_234));
        assertThat(completed.result()).isNull();
        assertThat(tasks.getState("x")).contains(completed);
        assertThat(log.messages(Level.INFO)).isEmpty();
    }

    @Test
    void theLastResultCounts() {
        run(ctx -> {
            ctx.result("first");
            ctx.result(Map.of("rows", 3));
        });

        assertThat(((Completed) seen.await("x", TaskStatus.COMPLETED)).result())
                .isEqualTo(TaskResult.of(Map.of("rows", 3)));
    }

    @Test
    void nullIsAResult() {
        run(ctx -> ctx.result(null));

        assertThat(((Completed) seen.await("x", TaskStatus.COMPLETED)).result()).isEqualTo(TaskResult.of(null));
    }

    @Test
    void anUnsupportedResultIsAClearErrorAndLeavesTheOneBefore() {
        run(ctx -> {
            ctx.result(1);
            try {
                ctx.result(List.of(new Object()));
            } catch (IllegalArgumentException e) {
                ctx.progress(e.getMessage());
            }
        });

        assertThat(((Completed) seen.await("x", TaskStatus.COMPLETED)).result()).isEqualTo(TaskResult.of(1));
        assertThat(seen.story("x"))
                .contains("running A task's result must be null, a string, number, boolean, list, map or record,"
                        + " got: java.lang.Object, at result[0]");
    }

    @Test
    void theResultOfARunThatFailsIsNotKept() {
        run(ctx -> {
            ctx.result(1);
            throw new IllegalStateException("no");
        });

        assertThat(((Failed) seen.await("x", TaskStatus.ERROR)).error()).isEqualTo("no");
    }

    static Stream<Arguments> thrown() {
        return Stream.of(
                Arguments.of(new IllegalStateException("row 3 is bad"), "row 3 is bad"),
                Arguments.of(new Exception("checked"), "checked"),
                Arguments.of(new AssertionError("an error"), "an error"),
                Arguments.of(new StackOverflowError(), "java.lang.StackOverflowError"),
                Arguments.of(new NullPointerException(), "java.lang.NullPointerException"),
                Arguments.of(new IllegalStateException(" \n"), "java.lang.IllegalStateException"),
                Arguments.of(new IllegalStateException(new Error("cause")), "java.lang.Error: cause"),
                Arguments.of(new InterruptedException("by itself"), "by itself"),
                Arguments.of(new Rude(), Rude.class.getName()));
    }

    private static final class Rude extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable String getMessage() {
            throw new IllegalStateException("no message for you");
        }
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void whateverIsThrownIsAnErrorAndItsStackTraceIsLoggedOnce(Throwable thrown, String message) {
        run(ctx -> Thrower.rethrow(thrown));

        Failed failed = (Failed) seen.await("x", TaskStatus.ERROR);
        assertThat(failed.error()).isEqualTo(message);
        assertThat(failed.lastRun()).isEqualTo(clock.millis());
        assertThat(log.records(Level.INFO)).hasSize(1);
        LogRecord record = log.records(Level.INFO).getFirst();
        assertThat(record.getLevel()).isEqualTo(Level.SEVERE);
        assertThat(record.getMessage()).contains("\"x\"");
        assertThat(record.getThrown()).isSameAs(thrown);
    }

    private static final class Thrower {
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        static <T extends Throwable> void rethrow(Throwable thrown) throws T {
            throw (T) thrown;
        }
    }

    @Test
    void aLoggerThatFailsLeavesNoTaskRunningForEver() {
        log.close();
        try (LogCapture broken = LogCapture.open(record -> {
            throw new IllegalStateException("disk full");
        })) {
            run(ctx -> {
                throw new IllegalStateException("no");
            });

            assertThat(((Failed) seen.await("x", TaskStatus.ERROR)).error()).isEqualTo("no");
            assertThat(broken.records(Level.ALL)).isEmpty();
        }
    }

    @Test
    void aHandlersThreadsMayOutliveItAndReachNothing() throws Exception {
        Held held = Held.polite();
        run(held);
        Held.Run run = held.next();
        run.end();
        run.awaitEnd();

        run.ctx().progress("late", 1, 2);
        run.ctx().result("late");

        seen.drain(tasks);
        assertThat(seen.story("x")).containsExactly("pending", "running Starting...", "completed");
        assertThat(((Completed) tasks.getState("x").orElseThrow()).result()).isNull();
        assertThat(run.ctx().isCanceled()).isFalse();
    }
}
