package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskcast.Await;
import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.LogCapture;
import dev.taskcast.Recorder;
import dev.taskcast.TaskManager;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.shared.JournalStore;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store that can't be reached is no end: nothing that was acknowledged is lost, nothing is done twice. */
class OutageTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final SharedJournal journal = SharedJournal.ofOneNode();
    private final Nodes nodes = new Nodes(invariants, journal);
    private final Held held = Held.polite();

    @Test
    void aRunGoesOnAndItsEndIsKeptAfterwards() throws Exception {
        Nodes.Node node = nodes.start();
        Recorder recorder = invariants.record(node.tasks());
        node.tasks().register("x", held);
        node.tasks().start("x");
        Held.Run run = held.next();
        node.store().down(true);
        run.ctx().progress("Going on");
        recorder.awaitProgress("x", "Going on");
        run.end();
        run.awaitEnd();
        assertThat(node.tasks().getState("x").orElseThrow().status()).isEqualTo(TaskStatus.RUNNING);
        node.store().down(false);

        recorder.await("x", TaskStatus.COMPLETED);
        assertThat(recorder.story("x").getLast()).isEqualTo("completed");
        while (!node.tasks().getStoreStatus().isUp()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aTaskThatIsKeptAfterItsCallerHasGivenUpCanBeRegisteredAgainAndRuns() throws Exception {
        Nodes.Node node = nodes.start(builder -> builder.storeTimeout(Duration.ofMillis(200)));
        node.store().heedNoPatience();
        node.store().hold();
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> node.tasks().register("x", held));
        node.store().goOn();
        Awaitility.await()
                .atMost(Await.LIMIT)
                .until(() -> !node.tasks().getAllStates().isEmpty());

        untilReached(() -> node.tasks().register("x", held));
        untilReached(() -> node.tasks().start("x"));
        held.next().end();
    }

    private static void untilReached(ThrowingRunnable call) {
        Awaitility.await()
                .atMost(Await.LIMIT)
                .ignoreException(StoreUnavailableException.class)
                .untilAsserted(call);
    }

    @Test
    void whoWaitsIsToldAfterTheTimeoutAndNothingHasHappened() {
        Nodes.Node node = nodes.start(builder -> builder.storeTimeout(Duration.ofMillis(300)));
        node.tasks().register("x", held);
        TaskType<String, Void> type = node.tasks().type("t", String.class, Void.class, (ctx, payload) -> null);
        node.store().down(true);

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> node.tasks().start("x"));
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> node.tasks().submit(type, "a"))
                .withMessageContaining("The journal can't be reached");
        assertThat(node.tasks().getStoreStatus())
                .satisfies(status -> assertThat(status.isUp()).isFalse())
                .satisfies(status -> assertThat(status.reason()).contains("can't be reached"));
        node.store().down(false);
        node.tasks().register("y", ctx -> {});
        assertThat(node.tasks().getAllStates())
                .extracting(state -> state.id() + " " + state.status())
                .containsExactly("x PENDING", "y PENDING");
        assertThat(held.waiting()).isZero();
    }

    @Test
    void aLostAnswerIsFoundOutAndNothingIsDoneTwice() throws Exception {
        Nodes.Node node = nodes.start();
        node.tasks().register("x", held);
        node.store().loseAnswers(1);
        node.tasks().start("x");
        held.next().end();
        Recorder recorder = invariants.record(node.tasks());
        node.tasks().register("y", ctx -> {});
        recorder.drain(node.tasks());

        assertThat(held.waiting()).as("runs beside the one").isZero();
        assertThat(journal.kept().stream().filter(applied -> applied.change().next() instanceof Decision.Started))
                .hasSize(1);
    }

    @Test
    void anAppendThatFailsIsTriedAgain() throws Exception {
        Nodes.Node node = nodes.start();
        node.tasks().register("x", held);
        node.store().failAppends(3);
        node.tasks().start("x");

        assertThat(held.next().ctx().run()).isEqualTo(1);
    }

    @Test
    void aCallerWhoGaveUpWhileTheStoreHungIsNotServedLaterWhereTheAppendFailed() {
        Nodes.Node node = nodes.start(builder -> builder.storeTimeout(Duration.ofMillis(200)));
        node.tasks().register("x", held);
        node.store().failAppends(1);
        node.store().hold();
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> node.tasks().start("x"));
        node.store().goOn();
        awaitUp(node);
        node.tasks().register("y", ctx -> {});

        assertThat(node.tasks().getState("x").orElseThrow().status()).isEqualTo(TaskStatus.PENDING);
    }

    /** On a loaded machine that takes longer than a caller waits here. */
    private static void awaitUp(Nodes.Node node) {
        Awaitility.await("a store that is up")
                .atMost(Await.LIMIT)
                .until(() -> node.tasks().getStoreStatus().isUp());
    }

    @Test
    void aStoreThatSaysNothingIsDown() {
        Nodes.Node node = nodes.start(builder -> builder.storeTimeout(Duration.ofMillis(200)));
        node.tasks().register("x", held);
        node.store().heedNoPatience();
        node.store().hold();
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> node.tasks().start("x"));
        while (node.tasks().getStoreStatus().isUp()) {
            Thread.onSpinWait();
        }
        assertThat(node.tasks().getStoreStatus())
                .satisfies(status -> assertThat(status.reason()).contains("has not answered for"))
                .satisfies(status -> assertThat(status.downSince()).isPositive());
        node.store().goOn();
        awaitUp(node);
    }

    @Test
    void whoCommitsThemselvesWaitsNoLongerThanOthers() {
        Nodes.Node node = nodes.start(builder -> builder.storeTimeout(Duration.ofMillis(200)));
        CountDownLatch mayEnd = new CountDownLatch(1);
        node.tasks().register("x", ctx -> mayEnd.await());
        Recorder recorder = invariants.record(node.tasks());
        node.store().hold();

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> node.tasks().start("x"));

        node.store().goOn();
        awaitUp(node);
        node.tasks().start("x"); // nobody can say whether the first start has come to be: this one must not add to it
        mayEnd.countDown();
        recorder.await("x", TaskStatus.COMPLETED);
        assertThat(node.tasks().getRuns("x", 10)).hasSize(1);
    }

    @Test
    void aHandlerThatNotesSomethingWaitsForTheStoreAndGoesOn() throws Exception {
        Nodes.Node node = nodes.start(builder -> builder.storeTimeout(Duration.ofMillis(100)));
        Recorder recorder = invariants.record(node.tasks());
        node.tasks().register("x", ctx -> {
            node.store().down(true);
            ctx.progress("Out");
            ctx.durable().checkpoint(1);
            ctx.result("gone on");
        });
        try {
            node.tasks().start("x");
        } catch (StoreUnavailableException late) {
            // the start was kept, and its answer may come after the outage has begun
        }
        recorder.awaitProgress("x", "Out");
        Thread.sleep(300); // longer than anybody else waits
        node.store().down(false);

        recorder.await("x", TaskStatus.COMPLETED);
    }

    @Test
    void claimsPauseAndGoOn() {
        AtomicInteger ran = new AtomicInteger();
        Nodes.Node node = nodes.start(builder -> builder.slots(2));
        TaskType<Integer, Void> type = node.tasks().type("t", Integer.class, Void.class, (ctx, payload) -> {
            ran.incrementAndGet();
            if (payload == 20) {
                node.store().down(true);
            }
            return null;
        });
        Recorder recorder = invariants.record(node.tasks());
        List<Integer> payloads =
                java.util.stream.IntStream.rangeClosed(1, 200).boxed().toList();
        List<String> ids = node.tasks().submitAll(type, payloads).stream()
                .map(state -> state.id())
                .toList();
        while (node.tasks().getStoreStatus().isUp()) {
            Thread.onSpinWait();
        }
        node.store().down(false);
        ids.forEach(id -> recorder.await(id, TaskStatus.COMPLETED));

        assertThat(ran).hasValue(200);
    }

    @Test
    void aCallerMayWaitForEver() throws Exception {
        Nodes.Node node = nodes.start(builder -> builder.storeTimeout(Duration.ofSeconds(Long.MAX_VALUE)));
        node.tasks().register("x", held);
        node.tasks().start("x");
        held.next().end();
        TaskType<String, Void> type = node.tasks().type("t", String.class, Void.class, (ctx, payload) -> null);

        assertThat(node.tasks().submitAll(type, List.of("a", "b"))).hasSize(2);
        assertThat(node.tasks().getStoreStatus().isUp()).isTrue();
    }

    @Test
    void whoWaitsIsToldOfTheCloseEvenIfNobodyKnowsWhatBecameOfTheBatch() throws Exception {
        Nodes.Node node = nodes.start(builder -> builder.storeTimeout(Duration.ofMinutes(10)));
        node.store().down(true);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = Await.start(() -> {
            try {
                node.tasks().register("x", held);
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        while (node.tasks().getStoreStatus().isUp()) {
            Thread.onSpinWait();
        }
        node.tasks().close();

        Await.end(caller);
        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void linesOfAnOutageAreNotHoarded() throws Exception {
        Nodes.Node node = nodes.start();
        node.tasks().register("x", held);
        node.tasks().start("x");
        Held.Run run = held.next();
        node.store().down(true);
        for (int i = 0; i < 12; i++) {
            for (int line = 0; line < 500; line++) {
                run.ctx().log(i + " " + line);
            }
            Thread.sleep(250); // as long as upkeep takes to look again
        }
        node.store().down(false);
        run.ctx().log("last");
        run.end();
        node.tasks().close();

        List<String> kept = journal.lines().stream()
                .flatMap(lines -> lines.lines().stream())
                .toList();
        assertThat(kept).contains("11 499", "last");
        assertThat(kept.size()).as("lines that waited for the store").isLessThan(3_000);
    }

    @Test
    void tablesThatCannotBeWrittenAreSpokenOfOnce() {
        try (LogCapture log = LogCapture.open()) {
            Nodes.Node node = nodes.start();
            node.store().failFlushes(true);
            long limit = System.nanoTime() + Await.LIMIT.toNanos();
            while (log.messages(Level.WARNING).isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(limit);
            }
            node.tasks().register("x", ctx -> {});
            node.tasks().close();

            assertThat(log.messages(Level.WARNING)).containsExactly("The store's tables can't follow what is kept");
        }
    }

    @Test
    void withoutItsStoreAManagerDoesNotStart() {
        JournalStore store = journal.connect();
        store.down(true);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> TaskManager.builder().store(store).build())
                .withMessage("The journal can't be reached");
    }
}
