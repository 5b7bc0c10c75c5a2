package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a close ends, refuses, and waits for. */
class CloseTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final Held polite = Held.polite();
    private final Held stubborn = Held.stubborn();

    private Held.Run started(String id, Held held) throws InterruptedException {
        tasks.register(id, held);
        tasks.start(id);
        return held.next();
    }

    private void assertAllElseIsRefused() {
        List<ThrowingCallable> calls = List.of(
                () -> tasks.register("y", ctx -> {}),
                () -> tasks.register("/", ctx -> {}),
                () -> tasks.unregister("x"),
                () -> tasks.start("x"),
                () -> tasks.cancel("x"),
                () -> tasks.getState("x"),
                tasks::getAllStates,
                () -> tasks.subscribe(change -> {}));
        for (ThrowingCallable call : calls) {
            assertThatIllegalStateException().isThrownBy(call).withMessage("The task manager is closed");
        }
    }

    @Test
    void afterItAllOtherCallsThrow() {
        tasks.register("x", ctx -> {});
        tasks.close();

        assertAllElseIsRefused();
    }

    @Test
    void fromItsFirstMomentAllOtherCallsThrow() {
        tasks.register("x", ctx -> {});
        AtomicInteger hooks = new AtomicInteger();
        tasks.engine().onClose(() -> {
            assertThat(tasks.engine().isClosed()).isTrue();
            assertAllElseIsRefused();
            hooks.incrementAndGet();
        });
        tasks.close();

        assertThat(hooks)
                .as("streams end in hooks, and a failed one is only logged")
                .hasValue(1);
    }

    @Test
    void handlersAreToldAndInterruptedAndWaitedFor() throws Exception {
        Held.Run run = started("x", polite);
        CountDownLatch called = new CountDownLatch(1);
        run.ctx().signal().onCancel(called::countDown);
        tasks.close();

        assertThat(run.ctx().isCanceled()).isTrue();
        assertThat(called.getCount()).isZero();
        assertThat(run.thread().join(Await.LIMIT)).isTrue();
    }

    @Test
    void itWaitsForAHandlerThatTakesItsTime() throws Exception {
        Held.Run run = started("x", stubborn);
        CountDownLatch told = new CountDownLatch(1);
        run.ctx().signal().onCancel(told::countDown);
        AtomicReference<Long> left = new AtomicReference<>();
        CountDownLatch handlerAtEnd = new CountDownLatch(1);
        Thread closing = Await.start(() -> {
            tasks.close();
            left.set(handlerAtEnd.getCount());
        });
        Await.latch(told);
        handlerAtEnd.countDown();
        run.end();
        Await.end(closing);

        assertThat(left).hasValue(0L);
    }

    @Test
    void noTaskEventIsEmittedFromItsFirstMomentOn() throws Exception {
        Recorder seen = invariants.record(tasks);
        Held.Run run = started("x", polite);
        started("y", Held.polite());
        seen.drain(tasks);
        int before = seen.changes().size();
        tasks.close();
        run.ctx().progress("late");
        run.awaitEnd();

        assertThat(seen.changes()).hasSize(before);
        assertThat(seen.story("x")).containsExactly("pending", "running Starting...");
    }

    @Test
    void subscribersAreEndedBeforeHandlersAreWaitedFor() throws Exception {
        AtomicReference<Thread> listener = new AtomicReference<>();
        CountDownLatch called = new CountDownLatch(1);
        tasks.subscribe(change -> {
            listener.set(Thread.currentThread());
            called.countDown();
        });
        Held.Run run = started("x", stubborn);
        Await.latch(called);
        Thread closing = Await.start(tasks::close);
        assertThat(listener.get().join(Await.LIMIT.dividedBy(4)))
                .as("the subscriber's thread ends while a handler goes on")
                .isTrue();

        assertThat(closing.isAlive()).isTrue();
        run.end();
        Await.end(closing);
    }

    @Test
    void handlersThatStillRunAreNamed() throws Exception {
        TaskManager hasty = invariants.manager(builder -> builder.closeTimeout(Duration.ofMillis(20)));
        try (LogCapture log = LogCapture.open()) {
            List<Held.Run> runs = new ArrayList<>();
            for (String id : List.of("b", "a")) {
                hasty.register(id, stubborn);
                hasty.start(id);
                runs.add(stubborn.next());
            }
            hasty.close();

            assertThat(log.messages(Level.WARNING)).containsExactly("Handlers still run after the close: [a, b]");
            runs.forEach(Held.Run::end);
        }
    }

    @Test
    void nothingIsLoggedWhereAllEnd() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            started("x", polite);
            invariants.record(tasks);
            tasks.close();

            assertThat(log.messages(Level.INFO)).isEmpty();
        }
    }

    @Test
    void noThreadOfOursIsLeft() throws Exception {
        for (int i = 0; i < 5; i++) {
            started("t" + i, polite);
            invariants.record(tasks);
        }
        assertThat(InvariantsExtension.threads()).isNotEmpty();
        tasks.close();

        assertThat(InvariantsExtension.threads()).isEmpty();
    }

    @Test
    void aSecondCloseDoesNothing() {
        AtomicInteger hooks = new AtomicInteger();
        tasks.engine().onClose(hooks::incrementAndGet);
        tasks.close();
        tasks.close();

        assertThat(hooks).hasValue(1);
    }

    @Test
    void closesAtOnceAllWaitForTheEnd() throws Exception {
        Held.Run run = started("x", stubborn);
        CountDownLatch told = new CountDownLatch(1);
        run.ctx().signal().onCancel(told::countDown);
        AtomicInteger early = new AtomicInteger();
        CountDownLatch ending = new CountDownLatch(1);
        List<Thread> closing = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            closing.add(Await.start(() -> {
                tasks.close();
                early.addAndGet((int) ending.getCount());
            }));
        }
        Await.latch(told);
        ending.countDown();
        run.end();
        for (Thread thread : closing) {
            Await.end(thread);
        }

        assertThat(early).hasValue(0);
    }

    @Test
    void aHookThatFailsHoldsUpNothing() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            AtomicInteger hooks = new AtomicInteger();
            tasks.engine().onClose(() -> {
                throw new IllegalStateException("hook");
            });
            tasks.engine().onClose(hooks::incrementAndGet);
            Runnable takenBack = tasks.engine().onClose(hooks::incrementAndGet);
            takenBack.run();
            Held.Run run = started("x", polite);
            tasks.close();

            run.awaitEnd();
            assertThat(hooks).hasValue(1);
            assertThat(log.records(Level.SEVERE)).hasSize(1);
        }
    }

    @Test
    void aHandlerThatWasStartedJustBeforeIsNotForgotten() throws Exception {
        for (int round = 0; round < 200; round++) {
            TaskManager brief = TaskManager.create();
            brief.register("x", ctx -> Await.latch(new CountDownLatch(1)));
            Thread starting = Await.start(() -> {
                try {
                    brief.start("x");
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessage("The task manager is closed");
                }
            });
            brief.close(); // would wait for 10 s for a handler that was not told
            Await.end(starting);
        }
    }

    @Test
    void settingsMustMakeSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskManager.builder().closeTimeout(Duration.ofMillis(-1)))
                .withMessageStartingWith("closeTimeout must be between zero and one day, got: ");
    }
}
