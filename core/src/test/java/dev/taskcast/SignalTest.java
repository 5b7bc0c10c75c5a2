package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.taskcast.task.CancelSignal;
import dev.taskcast.task.TaskCanceledException;
import dev.taskcast.task.TaskContext;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tells a handler that its run was ended from outside. */
class SignalTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final Held held = Held.polite();
    private final List<String> called = new CopyOnWriteArrayList<>();
    private final CountDownLatch last = new CountDownLatch(1);
    private TaskContext ctx = start();

    private TaskContext start() {
        tasks.register("x", held);
        tasks.start("x");
        try {
            return held.next().ctx();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private CancelSignal.Link onCancel(String name) {
        return ctx.signal().onCancel(() -> called.add(name));
    }

    private void cancelAndAwaitCallbacks() throws InterruptedException {
        ctx.signal().onCancel(last::countDown);
        tasks.cancel("x");
        Await.latch(last);
    }

    @Test
    void itDoesNotFireByItself() {
        onCancel("a");

        assertThat(ctx.isCanceled()).isFalse();
        assertThat(ctx.signal().isCanceled()).isFalse();
        assertThatNoException().isThrownBy(ctx::throwIfCanceled);
        assertThat(ctx.signal()).isSameAs(ctx.signal());
        assertThat(called).isEmpty();
    }

    @Test
    void callbacksAreCalledOnceInTheOrderOfTheirRegistration() throws Exception {
        for (int i = 0; i < 20; i++) {
            onCancel("c" + i);
        }
        cancelAndAwaitCallbacks();
        tasks.start("x");
        held.next();
        tasks.cancel("x");

        assertThat(called).hasSize(20).first().isEqualTo("c0");
        assertThat(called).isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(1));
    }

    @Test
    void throwIfCanceledThrows() throws Exception {
        cancelAndAwaitCallbacks();

        assertThatExceptionOfType(TaskCanceledException.class)
                .isThrownBy(ctx::throwIfCanceled)
                .isInstanceOf(CancellationException.class)
                .withMessage("Task \"x\" was canceled");
    }

    @Test
    void aCallbackThatFailsHarmsNoOtherAndIsLogged() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            onCancel("a");
            ctx.signal().onCancel(() -> {
                throw new AssertionError("callback");
            });
            onCancel("b");
            cancelAndAwaitCallbacks();

            assertThat(called).containsExactly("a", "b");
            assertThat(log.records(Level.WARNING)).hasSize(1);
            assertThat(log.records(Level.WARNING).getFirst().getMessage()).contains("\"x\"");
            assertThat(log.records(Level.WARNING).getFirst().getThrown()).hasMessage("callback");
        }
    }

    @Test
    void aCallbackThatIsTakenBackIsNotCalled() throws Exception {
        CancelSignal.Link first = onCancel("a");
        onCancel("b");
        first.close();
        first.close();
        cancelAndAwaitCallbacks();
        first.close();

        assertThat(called).containsExactly("b");
    }

    @Test
    void takingOneOfTwoEqualCallbacksBackLeavesTheOther() throws Exception {
        CancelSignal.Callback same = () -> called.add("same");
        CancelSignal.Link first = ctx.signal().onCancel(same);
        ctx.signal().onCancel(same);
        first.close();
        first.close();
        cancelAndAwaitCallbacks();

        assertThat(called).containsExactly("same");
    }

    @Test
    void aCallbackThatComesTooLateIsCalledAtOnceOnItsOwnThread() throws Exception {
        cancelAndAwaitCallbacks();
        AtomicReference<Thread> on = new AtomicReference<>();

        ctx.signal().onCancel(() -> on.set(Thread.currentThread())).close();

        assertThat(on).hasValue(Thread.currentThread());
    }

    @Test
    void aCallbackThatBlocksHoldsUpNeitherTheCancelNorTheHandler() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        ctx.signal().onCancel(() -> Await.latch(mayEnd));
        Recorder seen = invariants.record(tasks);

        tasks.cancel("x"); // returns
        seen.awaitStopped("x");

        mayEnd.countDown();
    }

    @Test
    void callbacksAreNotCalledOnTheCallersThread() throws Exception {
        AtomicReference<Thread> on = new AtomicReference<>();
        ctx.signal().onCancel(() -> on.set(Thread.currentThread()));
        cancelAndAwaitCallbacks();

        assertThat(on.get()).isNotNull().isNotSameAs(Thread.currentThread());
        assertThat(on.get().isVirtual())
                .as("handlers that compute could hold a virtual one up")
                .isFalse();
    }

    @Test
    void eachOfManyRacingCallbacksIsCalledExactlyOnce() throws Exception {
        for (int round = 0; round < 50; round++) {
            called.clear();
            CountDownLatch go = new CountDownLatch(1);
            CountDownLatch all = new CountDownLatch(40);
            TaskContext mine = ctx;
            List<Thread> threads = new CopyOnWriteArrayList<>();
            for (int t = 0; t < 4; t++) {
                threads.add(Await.start(() -> {
                    Await.latch(go);
                    for (int i = 0; i < 10; i++) {
                        mine.signal().onCancel(() -> {
                            called.add("");
                            all.countDown();
                        });
                    }
                }));
            }
            go.countDown();
            tasks.cancel("x");
            Await.latch(all);
            for (Thread thread : threads) {
                Await.end(thread);
            }
            assertThat(called).hasSize(40);
            tasks.start("x");
            ctx = held.next().ctx();
        }
    }
}
