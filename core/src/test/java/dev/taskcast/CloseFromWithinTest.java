package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.TaskOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Closes by those whom a close waits for: it must neither wait for itself nor leave out the others. */
class CloseFromWithinTest {
    /** So that a close that waits for what waits for it fails the test, by its own timeout or by the test's. */
    private static final Duration FOR_EVER = Duration.ofHours(1);

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager(builder -> builder.closeTimeout(FOR_EVER));
    private final Held stubborn = Held.stubborn();
    private final CountDownLatch closed = new CountDownLatch(1);

    private Held.Run started(String id) throws InterruptedException {
        tasks.register(id, stubborn);
        tasks.start(id);
        return stubborn.next();
    }

    private CountDownLatch told(Held.Run run) {
        CountDownLatch told = new CountDownLatch(1);
        run.ctx().signal().onCancel(told::countDown);
        return told;
    }

    @Test
    void aHandlerMayClose() throws Exception {
        tasks.register("x", ctx -> {
            tasks.close();
            closed.countDown();
        });
        tasks.start("x");

        Await.latch(closed);
    }

    @Test
    void aHandlersCloseWaitsForTheOtherHandlers() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            Held.Run other = started("other");
            CountDownLatch told = told(other);
            AtomicBoolean otherAtEnd = new AtomicBoolean();
            AtomicReference<Boolean> atClose = new AtomicReference<>();
            tasks.register("x", ctx -> {
                tasks.close();
                atClose.set(otherAtEnd.get());
                closed.countDown();
            });
            tasks.start("x");
            Await.latch(told);
            otherAtEnd.set(true);
            other.end();
            Await.latch(closed);

            assertThat(atClose).hasValue(true);
            assertThat(log.messages(Level.WARNING)).isEmpty();
        }
    }

    @Test
    void aHandlersCloseDoesNotWaitForAnotherClose() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        tasks.engine().onClose(closing::countDown);
        tasks.register(
                "x",
                ctx -> {
                    begun.countDown();
                    Await.latch(closing);
                    tasks.close();
                    closed.countDown();
                },
                TaskOptions.builder().interruptOnCancel(false).build());
        tasks.start("x");
        Await.latch(begun);
        Await.end(Await.start(tasks::close));

        assertThat(closed.getCount()).isZero();
    }

    @Test
    void aListenerMayClose() throws Exception {
        Held.Run run = started("x");
        CountDownLatch told = told(run);
        tasks.subscribe(change -> {
            tasks.close();
            closed.countDown();
        });
        tasks.register("y", ctx -> {});
        Await.latch(told);
        run.end();

        Await.latch(closed);
    }

    @Test
    void aListenersCloseDoesNotWaitForAnotherClose() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        tasks.engine().onClose(closing::countDown);
        tasks.subscribe(change -> {
            called.countDown();
            Await.stubbornly(closing);
            tasks.close();
            closed.countDown();
        });
        tasks.register("x", ctx -> {});
        Await.latch(called);
        Await.end(Await.start(tasks::close));

        Await.latch(closed);
    }

    @Test
    void aCancelCallbackMayClose() throws Exception {
        Held.Run run = started("x");
        run.ctx().signal().onCancel(() -> {
            tasks.close();
            closed.countDown();
        });
        tasks.cancel("x");
        run.end();

        Await.latch(closed);
    }

    @Test
    void aCancelCallbacksCloseDoesNotWaitForAnotherClose() throws Exception {
        Held.Run run = started("x");
        CountDownLatch called = new CountDownLatch(1);
        run.ctx().signal().onCancel(() -> {
            called.countDown();
            tasks.close();
            closed.countDown();
        });
        Thread closing = Await.start(tasks::close);
        Await.latch(called);
        run.end();
        Await.end(closing);

        Await.latch(closed);
    }

    /** Each would take the whole of it, one after the other: twenty listeners and twenty callbacks that never end. */
    @Test
    void theCloseTimeoutIsForAllThatItWaitsForTogether() throws Exception {
        Duration timeout = Duration.ofMillis(300);
        TaskManager hasty = invariants.manager(builder -> builder.closeTimeout(timeout));
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (LogCapture log = LogCapture.open();
                GivenTime time = GivenTime.start()) {
            CountDownLatch called = new CountDownLatch(20);
            for (int i = 0; i < 20; i++) {
                hasty.subscribe(change -> {
                    called.countDown();
                    Await.stubbornly(mayEnd);
                });
                hasty.register("t" + i, stubborn);
                hasty.start("t" + i);
                Held.Run run = stubborn.next();
                run.ctx().signal().onCancel(() -> Await.stubbornly(mayEnd));
                run.end(); // it has ended at the close; what has not is the callback
                hasty.cancel("t" + i);
                run.awaitEnd();
            }
            Await.latch(called);
            Duration begun = time.elapsed();
            hasty.close();

            assertThat(time.elapsed().minus(begun)).isLessThan(timeout.multipliedBy(10));
            assertThat(log.messages(Level.WARNING)).isNotEmpty();
        } finally {
            mayEnd.countDown();
        }
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            Held.Run run = started("x");
            AtomicBoolean interrupted = new AtomicBoolean();
            CountDownLatch told = told(run);
            Thread closing = Await.start(() -> {
                tasks.close();
                interrupted.set(Thread.interrupted());
            });
            Await.latch(told);
            closing.interrupt();
            Await.end(closing);

            assertThat(interrupted).isTrue();
            assertThat(log.messages(Level.WARNING)).contains("Handlers still run after the close: [x]");
            run.end();
        }
    }
}
