package dev.taskcast.queues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Held;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.Course;
import dev.taskcast.task.Retry;
import dev.taskcast.task.RetryLaterException;
import dev.taskcast.task.Standing.Why;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Further attempts after one that failed. */
abstract class RetryContract extends QueueRig {
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private void open(Retry retry) {
        open(builder -> builder, TaskOptions.builder().retry(retry).build());
    }

    private Course awaitRetry(String id, int attempt) {
        recorder()
                .await(
                        "attempt " + attempt,
                        change -> change instanceof dev.taskcast.task.TaskChange.Updated updated
                                && updated.id().equals(id)
                                && updated.state() instanceof Pending pending
                                && pending.waiting() instanceof Waiting.ForTime
                                && Course.attemptOf(pending.course()) == attempt);
        return Objects.requireNonNull(state(id).course());
    }

    @Test
    void whatHasFailedIsTriedAgainAndSaysSo() throws Exception {
        open(Retry.times(2));
        submit("x");
        Held.Run first = next();
        assertThat(first.ctx().attempt()).isEqualTo(1);
        first.ctx().progress("half", 1, 2);
        first.fail(new IOException("down"));
        Course course = awaitRetry("x", 2);

        assertThat(course.maxAttempts()).isEqualTo(3);
        assertThat(course.lastError()).isEqualTo("down");
        assertThat(Objects.requireNonNull(pending("x").waiting().progress()).message())
                .as("its bar stays")
                .isEqualTo("half");
        assertThat(Objects.requireNonNull(pending("x").standing()).why()).isEqualTo(Why.RETRY);
        clock.advance(LONGEST);
        Held.Run second = next();
        assertThat(second.ctx().attempt()).isEqualTo(2);
        assertThat(second.ctx().run()).isEqualTo(2);
        second.fail(new IOException("down"));
        awaitRetry("x", 3);
        clock.advance(LONGEST);
        next().fail(new IOException("for good"));
        TaskState.Failed failed = (TaskState.Failed) recorder().await("x", TaskStatus.ERROR);

        assertThat(failed.error()).isEqualTo("for good");
        assertThat(Course.attemptOf(failed.course())).isEqualTo(3);
        assertThat(failed.run()).isEqualTo(3);
    }

    @Test
    void aStartByHandBeginsWithTheFirstAttempt() throws Exception {
        open(Retry.times(1));
        submit("x");
        next().fail(new IOException("down"));
        awaitRetry("x", 2);

        assertThat(tasks().start("x")).as("it is due now").isEqualTo(StartOutcome.STARTED);
        Held.Run second = next();
        assertThat(second.ctx().attempt()).isEqualTo(2);
        second.fail(new IOException("down"));
        recorder().await("x", TaskStatus.ERROR);
        assertThat(tasks().start("x")).isEqualTo(StartOutcome.STARTED);
        assertThat(next().ctx().attempt()).isEqualTo(1);
    }

    @Test
    void whatWouldFailAgainIsNotTried() throws Exception {
        open(Retry.times(5));
        submit("x");
        next().fail(new IllegalArgumentException("no such order"));

        assertThat(recorder().await("x", TaskStatus.ERROR).run()).isEqualTo(1);
    }

    @Test
    void rulesGoByTheExceptionAndItsCauses() throws Exception {
        open(Retry.times(5).notOn(RuntimeException.class).on(IOException.class));
        submit("x");
        next().fail(new UncheckedIOException(new IOException("down")));
        awaitRetry("x", 2);
        clock.advance(LONGEST);
        next().fail(new IllegalStateException("broken"));

        assertThat(recorder().await("x", TaskStatus.ERROR).run()).isEqualTo(2);
    }

    @Test
    void whoAsksForMoreTimeUsesNoAttempt() throws Exception {
        open(Retry.NONE);
        submit("x");
        long now = clock.millis();
        for (int i = 0; i < 3; i++) {
            next().fail(new RetryLaterException("429", Duration.ofSeconds(30)));
            long dueAt = now + 30_000L * (i + 1);
            recorder()
                    .await(
                            "to wait",
                            change -> change instanceof dev.taskcast.task.TaskChange.Updated updated
                                    && updated.state() instanceof Pending pending
                                    && pending.waiting() instanceof Waiting.ForTime time
                                    && time.until() == dueAt);
            assertThat(Course.attemptOf(state("x").course())).isEqualTo(1);
            clock.advance(Duration.ofSeconds(30));
        }
        next().end();
        recorder().await("x", TaskStatus.COMPLETED);
    }

    @Test
    void whatWaitsForARetryIsCanceledAtOnce() throws Exception {
        open(Retry.times(5));
        submit("x");
        next().fail(new IOException("down"));
        awaitRetry("x", 2);

        assertThat(tasks().cancel("x")).isEqualTo(CancelOutcome.CANCELED);
        clock.advance(LONGEST);
        assertThat(held.waiting()).isZero();
    }

    @Test
    void aTimeoutIsTriedAgainOnceItsHandlerHasReturned() throws Exception {
        open(
                builder -> builder,
                TaskOptions.builder()
                        .timeout(Duration.ofSeconds(5))
                        .retry(Retry.times(1).onTimeout())
                        .build());
        submit("x");
        Held.Run first = next();
        clock.advance(Duration.ofSeconds(5));
        recorder().await("x", TaskStatus.TIMED_OUT);
        first.awaitEnd();
        awaitRetry("x", 2);
        clock.advance(LONGEST);
        next().end();
        recorder().await("x", TaskStatus.COMPLETED);
    }

    @Test
    void whatIsTriedAgainKeepsItsNotes() throws Exception {
        open(Retry.times(1));
        submit("x");
        Held.Run first = next();
        first.ctx().durable().checkpoint(7);
        first.fail(new IOException("down"));
        awaitRetry("x", 2);
        clock.advance(LONGEST);
        Held.Run second = next();

        assertThat(second.ctx().durable().lastCheckpoint(Integer.class)).contains(7);
    }

    /** What an application throws may be of any kind, and each of its methods may fail. */
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Throwable getCause() {
            throw new StackOverflowError("in getCause");
        }
    }

    @Test
    void aRunEndsWhateverIsWrongWithWhatItHasThrown() throws Exception {
        open(Retry.times(2));
        submit("x");
        next().fail(new Broken());
        recorder().await("x", TaskStatus.ERROR);
    }
}
