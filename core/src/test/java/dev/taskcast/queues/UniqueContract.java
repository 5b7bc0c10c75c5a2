package dev.taskcast.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.taskcast.Held;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.Retry;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.StoreTransaction;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskNotUniqueException;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TooManyTasksException;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.task.Unique;
import dev.taskcast.task.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** One task of a type with a key, and what becomes of submits beside it. */
abstract class UniqueContract extends QueueRig {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Queue<String> payloads = new ConcurrentLinkedQueue<>();

    String submit(String id, Unique unique) {
        return submit(id, SubmitOptions.builder().unique(unique)).id();
    }

    private void end(Held.Run run) {
        run.end();
        recorder().await(run.ctx().id(), TaskStatus.COMPLETED);
    }

    private TaskType<String, Void> keyed(Function<String, Unique> unique) {
        return tasks().type(
                        "keyed",
                        String.class,
                        Void.class,
                        (ctx, payload) -> {
                            payloads.add(payload);
                            held.run(ctx);
                            return null;
                        },
                        TypeOptions.<String>builder().unique(unique).build());
    }

    private boolean isThere(String id) {
        return tasks().getState(id).isPresent();
    }

    @Test
    void joinAnswersWithTheTaskThatRunsUntilItHasEnded() throws Exception {
        open(builder -> builder);
        assertThat(submit("a", Unique.join("k"))).isEqualTo("a");
        Held.Run a = next();
        a.ctx().progress("half", 1, 2);

        TaskState joined = submit("b", SubmitOptions.builder().unique(Unique.join("k")));
        assertThat(joined.id()).isEqualTo("a");
        assertThat(joined.status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(isThere("b")).isFalse();
        end(a);
        assertThat(submit("b", Unique.join("k"))).isEqualTo("b");
        assertThat(next().ctx().id()).isEqualTo("b");
    }

    @Test
    void joinWithTheSameIdIsNoConflict() {
        open(builder -> builder);
        submit("a", Unique.join("k"));

        assertThat(submit("a", Unique.join("k"))).isEqualTo("a");
        assertThatExceptionOfType(TaskExistsException.class).isThrownBy(() -> submit("a", Unique.join("other")));
    }

    @Test
    void aTaskHasItsKeyWhileItWaitsForItsTurnOrATimeOrARetry() throws Exception {
        open(
                builder -> builder.maxConcurrent(1),
                TaskOptions.builder().retry(Retry.times(1)).build());
        submit("later", SubmitOptions.builder().after(MINUTE).unique(Unique.join("later")));
        submit("retried", Unique.join("retried"));
        Held.Run first = next();
        submit("queued", Unique.join("queued"));

        assertThat(submit("x", Unique.join("later"))).isEqualTo("later");
        assertThat(submit("x", Unique.join("queued"))).isEqualTo("queued");
        first.fail(new IOException("down"));
        recorder()
                .await(
                        "retry",
                        change -> change instanceof dev.taskcast.task.TaskChange.Updated updated
                                && updated.id().equals("retried")
                                && updated.state() instanceof Pending pending
                                && pending.waiting() instanceof Waiting.ForTime);
        assertThat(submit("x", Unique.join("retried"))).isEqualTo("retried");
        assertThat(isThere("x")).isFalse();
    }

    @Test
    void rejectNamesTheTaskThatIsThere() throws Exception {
        open(builder -> builder);
        submit("a", Unique.reject("k"));

        assertThatExceptionOfType(TaskNotUniqueException.class)
                .isThrownBy(() -> submit("b", Unique.reject("k")))
                .satisfies(e -> assertThat(e.id()).isEqualTo("a"));
        assertThat(isThere("b")).isFalse();
        end(next());
        assertThat(submit("b", Unique.reject("k"))).isEqualTo("b");
    }

    @Test
    void replaceCancelsTheTaskThatRunsAndTellsItsHandler() throws Exception {
        open(builder -> builder);
        submit("a", Unique.replace("k"));
        Held.Run a = next();

        assertThat(submit("b", Unique.replace("k"))).isEqualTo("b");
        assertThat(state("a").status()).isEqualTo(TaskStatus.CANCELED);
        a.awaitEnd();
        assertThat(a.ctx().isCanceled()).isTrue();
        assertThat(next().ctx().id()).isEqualTo("b");
    }

    @Test
    void replaceCancelsTheTaskThatWaits() throws Exception {
        open(builder -> builder);
        submit("a", SubmitOptions.builder().after(MINUTE).unique(Unique.replace("k")));
        submit("b", SubmitOptions.builder().after(MINUTE).unique(Unique.replace("k")));

        assertThat(state("a").status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(state("a").run()).isZero();
        clock.advance(MINUTE);
        assertThat(next().ctx().id()).isEqualTo("b");
        assertThat(held.waiting()).isZero();
    }

    @Test
    void replaceCancelsNothingWhereItsOwnTaskCanNotBeMade() throws Exception {
        open(builder -> builder);
        submit("a", Unique.replace("k"));
        Held.Run a = next();
        submit("other");

        assertThatExceptionOfType(TaskExistsException.class).isThrownBy(() -> submit("other", Unique.replace("k")));
        assertThatExceptionOfType(TaskExistsException.class).isThrownBy(() -> submit("a", Unique.replace("k")));
        assertThat(state("a").status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(a.ctx().isCanceled()).isFalse();
    }

    @Test
    void whatIsJoinedOrReplacedIsNotTooMuch() {
        open(builder -> builder.maxPending(2));
        submit("a", Unique.replace("k"));
        submit("other", Unique.join("other"));

        assertThatExceptionOfType(TooManyTasksException.class).isThrownBy(() -> submit("b", Unique.replace("new")));
        assertThat(submit("b", Unique.join("k"))).as("none is made").isEqualTo("a");
        assertThat(submit("b", Unique.replace("k"))).as("one for another").isEqualTo("b");
    }

    @Test
    void debounceTakesTheNewestPayloadAndIsPutOffButNoLongerThanItsMost() throws Exception {
        open(builder -> builder);
        TaskType<String, Void> type = keyed(payload -> Unique.debounce("k", MINUTE, Duration.ofSeconds(150)));
        TaskState first = tasks().submit(type, "1");
        long start = clock.millis();
        assertThat(until(first)).isEqualTo(start + 60_000);
        clock.advance(Duration.ofSeconds(50));
        TaskState second = tasks().submit(type, "2");
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(until(second)).isEqualTo(start + 110_000);
        clock.advance(Duration.ofSeconds(50));
        assertThat(payloads).isEmpty();
        assertThat(until(tasks().submit(type, "3"))).isEqualTo(start + 150_000);
        clock.advance(Duration.ofSeconds(50));
        Held.Run run = next();

        assertThat(run.ctx().id()).isEqualTo(first.id());
        assertThat(payloads).containsExactly("3");
        TaskState another = tasks().submit(type, "4");
        assertThat(another.id()).as("it runs: another one waits").isNotEqualTo(first.id());
        assertThat(tasks().submit(type, "5").id()).isEqualTo(another.id());
        assertThat(tasks().getAllStates()).hasSize(2);
        end(run);
        clock.advance(MINUTE);
        assertThat(next().ctx().id()).isEqualTo(another.id());
        assertThat(payloads).containsExactly("3", "5");
    }

    private static long until(TaskState state) {
        return ((Waiting.ForTime) ((Pending) state).waiting()).until();
    }

    @Test
    void whatIsPutOffBeginsAnew() throws Exception {
        open(
                builder -> builder,
                TaskOptions.builder()
                        .retry(Retry.times(1).waits(MINUTE, MINUTE))
                        .build());
        submit("a", Unique.join("k"));
        Held.Run failed = next();
        failed.ctx().durable().checkpoint(7);
        failed.ctx().progress("half", 1, 2);
        failed.fail(new IOException("down"));
        recorder()
                .await(
                        "retry",
                        change -> change instanceof dev.taskcast.task.TaskChange.Updated updated
                                && updated.state() instanceof Pending pending
                                && pending.waiting() instanceof Waiting.ForTime);
        assertThat(submit("b", Unique.debounce("k", HOUR, HOUR))).isEqualTo("a");
        assertThat(pending("a").waiting().progress()).isNull();
        clock.advance(HOUR);
        Held.Run run = next();

        assertThat(run.ctx().attempt()).isEqualTo(1);
        assertThat(run.ctx().run()).isEqualTo(2);
        assertThat(run.ctx().durable().lastCheckpoint(Integer.class)).isEmpty();
    }

    @Test
    void throttleHoldsForItsPeriodWhateverBecomesOfTheTask() throws Exception {
        open(builder -> builder);
        submit("a", Unique.throttle("k", HOUR));
        end(next());
        clock.advance(HOUR.minusMillis(1));
        assertThat(submit("b", Unique.throttle("k", HOUR))).isEqualTo("a");
        assertThat(state("a").status()).isEqualTo(TaskStatus.COMPLETED);
        clock.advance(Duration.ofMillis(1));
        assertThat(submit("b", Unique.throttle("k", HOUR))).isEqualTo("b");
        Held.Run b = next();
        clock.advance(HOUR);

        assertThat(submit("c", Unique.throttle("k", HOUR)))
                .as("also where it takes longer")
                .isEqualTo("c");
        assertThat(b.ctx().isCanceled()).isFalse();
    }

    @Test
    void aPeriodHoldsAsWellAsTheTask() throws Exception {
        open(builder -> builder);
        submit("a", Unique.reject("k").during(HOUR));
        end(next());
        assertThatExceptionOfType(TaskNotUniqueException.class)
                .isThrownBy(() -> submit("b", Unique.reject("k").during(HOUR)));
        assertThat(submit("b", Unique.join("k"))).isEqualTo("a");
        clock.advance(HOUR);
        submit("b", Unique.join("k").during(MINUTE));
        Held.Run b = next();
        clock.advance(HOUR);

        assertThat(submit("c", Unique.join("k"))).as("it still runs").isEqualTo("b");
        end(b);
        assertThat(submit("c", Unique.join("k"))).isEqualTo("c");
    }

    @Test
    void aKeyIsFreeOnceItsTaskIsCanceled() throws Exception {
        open(builder -> builder);
        submit("a", SubmitOptions.builder().after(MINUTE).unique(Unique.join("k")));
        assertThat(tasks().cancel("a")).isEqualTo(CancelOutcome.CANCELED);

        assertThat(submit("b", Unique.join("k"))).isEqualTo("b");
        Held.Run b = next();
        assertThat(tasks().cancel("b")).isEqualTo(CancelOutcome.CANCELED);
        assertThat(submit("c", Unique.join("k"))).isEqualTo("c");
        b.awaitEnd();
    }

    @Test
    void aKeyDoesNotOutliveItsTask() throws Exception {
        open(builder -> builder.maxHistory(0));
        submit("a", Unique.throttle("k", HOUR));
        next().end();
        recorder().awaitRemoved("a");
        assertThat(submit("b", Unique.throttle("k", HOUR))).isEqualTo("b");
        assertThat(tasks().unregister("b")).isTrue();

        assertThat(submit("b", Unique.throttle("k", HOUR))).isEqualTo("b");
        assertThat(submit("c", Unique.throttle("k", HOUR))).isEqualTo("b");
    }

    @Test
    void aStartByHandAsksNobody() throws Exception {
        open(builder -> builder);
        submit("a", Unique.join("k"));
        end(next());
        submit("b", Unique.join("k"));
        Held.Run b = next();

        assertThat(tasks().start("a")).isEqualTo(StartOutcome.STARTED);
        Held.Run a = next();
        assertThat(submit("c", Unique.join("k"))).as("the newest").isEqualTo("b");
        end(b);
        assertThat(submit("c", Unique.join("k"))).isEqualTo("a");
        assertThat(submit("c", Unique.replace("k"))).isEqualTo("c");
        a.awaitEnd();
    }

    @Test
    void keysAreThoseOfAType() {
        open(builder -> builder);
        submit("a", Unique.join("k"));

        assertThat(submit("b", Unique.join("other"))).isEqualTo("b");
        assertThat(tasks().submit(keyed(payload -> Unique.join("k")), "1").id()).isNotEqualTo("a");
    }

    @Test
    void whatATypeSaysIsAmongTheTasksOfAnOwner() {
        open(builder -> builder);
        TaskType<String, Void> type = keyed(Unique::join);
        String ofAnna = owned(type, "anna");

        assertThat(owned(type, "bert")).isNotEqualTo(ofAnna);
        assertThat(owned(type, "anna")).isEqualTo(ofAnna);
        SubmitOptions all =
                SubmitOptions.builder().owner("anna").unique(Unique.join("1")).build();
        assertThat(tasks().submit(type, "1", all).id())
                .as("what a submit says is among all")
                .isNotEqualTo(ofAnna);
    }

    private String owned(TaskType<String, Void> type, String owner) {
        return tasks().submit(type, "1", SubmitOptions.builder().owner(owner).build())
                .id();
    }

    @Test
    void thoseOfOneBatchCount() throws Exception {
        open(builder -> builder);
        TaskType<String, Void> type = keyed(Unique::join);
        List<TaskState> made = tasks().submitAll(type, List.of("1", "2", "1", "1"));

        assertThat(made.get(2).id()).isEqualTo(made.get(0).id());
        assertThat(made.get(3).id()).isEqualTo(made.get(0).id());
        assertThat(made.get(1).id()).isNotEqualTo(made.get(0).id());
        assertThat(tasks().getAllStates()).hasSize(2);
        next();
        next();
        assertThat(payloads).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void ofABatchAllAreMadeThatAreNotRefused() {
        open(builder -> builder);
        TaskType<String, Void> type = keyed(Unique::reject);

        assertThatExceptionOfType(TaskNotUniqueException.class)
                .isThrownBy(() -> tasks().submitAll(type, List.of("1", "1", "2")));
        assertThat(tasks().getAllStates()).hasSize(2);
    }

    @Test
    void ofABatchThatReplacesTheLastOneIsLeft() {
        open(builder -> builder.maxPending(1));
        TaskType<String, Void> type = keyed(payload -> Unique.replace("k"));
        List<TaskState> made = tasks().submitAll(type, List.of("1", "2", "3"));

        assertThat(tasks().getAllStates())
                .filteredOn(state -> state.status() != TaskStatus.CANCELED)
                .extracting(TaskState::id)
                .containsExactly(made.get(2).id());
    }

    @Test
    void badInputIsRefusedWhenItIsGiven() {
        open(builder -> builder);
        assertThatIllegalArgumentException().isThrownBy(() -> Unique.join("")).withMessageContaining("1 to 200");
        assertThatIllegalArgumentException().isThrownBy(() -> Unique.reject("k".repeat(201)));
        assertThatIllegalArgumentException().isThrownBy(() -> Unique.throttle("k", Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Unique.throttle("k", Duration.ofDays(40_000)));
        assertThatIllegalArgumentException().isThrownBy(() -> Unique.join("k").during(MINUTE.negated()));
        assertThatIllegalStateException().isThrownBy(() -> Unique.replace("k").during(MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> Unique.debounce("k", Duration.ZERO, MINUTE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Unique.debounce("k", HOUR, MINUTE))
                .withMessageContaining("no shorter");
        SubmitOptions.Builder debounced = SubmitOptions.builder().unique(Unique.debounce("k", MINUTE, HOUR));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> debounced.after(MINUTE).build());
        TaskType<String, Void> type = keyed(payload -> Unique.debounce("k", MINUTE, HOUR));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks().submit(
                                type, "1", SubmitOptions.builder().after(MINUTE).build()));
    }

    @Test
    void inATransactionNothingIsUnique() {
        open(builder -> builder);
        StoreTransaction transaction = new StoreTransaction() {};
        SubmitOptions.Builder unique = SubmitOptions.builder().unique(Unique.join("k"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> unique.in(transaction).build())
                .withMessageContaining("transaction");
        TaskType<String, Void> type = keyed(Unique::join);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks().submit(type, "1", SubmitOptions.in(transaction)))
                .withMessageContaining("transaction");
    }
}
