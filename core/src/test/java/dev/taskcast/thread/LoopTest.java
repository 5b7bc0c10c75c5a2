package dev.taskcast.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {
    private final Semaphore passes = new Semaphore(0);
    private Loop loop = new Loop("loop-test", passes::release);

    @AfterEach
    void close() {
        loop.close();
    }

    private void awaitPass() throws InterruptedException {
        assertThat(passes.tryAcquire(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void eachWakeUpLeadsToAPass() throws Exception {
        loop.start();
        for (int i = 0; i < 50; i++) {
            loop.wake();
            awaitPass();
        }
    }

    @Test
    void aWakeUpBeforeTheStartIsNotLost() throws Exception {
        loop.wake();
        loop.start();

        awaitPass();
    }

    @Test
    void aWakeUpDuringAPassLeadsToAnother() throws Exception {
        CountDownLatch inPass = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        loop = new Loop("loop-test", () -> {
            passes.release();
            inPass.countDown();
            Await.stubbornly(mayEnd);
        });
        loop.start();
        loop.wake();
        Await.latch(inPass);
        awaitPass();
        loop.wake();
        mayEnd.countDown();

        awaitPass();
    }

    @Test
    void withoutAWakeUpThereIsAPassAllTheSame() throws Exception {
        loop.start();
        awaitPass();
        awaitPass();
    }

    /** Every write before a wake-up is seen by a pass after it, whatever the threads do. */
    @Test
    void noWakeUpIsLost() {
        AtomicLong written = new AtomicLong();
        AtomicLong seen = new AtomicLong();
        loop = new Loop("loop-test", () -> seen.set(written.get()));
        loop.start();
        long slow = 0;
        for (int i = 1; i <= 20_000; i++) {
            written.set(i);
            loop.wake();
            long begun = System.nanoTime();
            while (seen.get() < i) {
                Thread.onSpinWait();
            }
            slow += System.nanoTime() - begun > Duration.ofMillis(900).toNanos() ? 1 : 0;
        }

        assertThat(slow).as("passes that came by the fallback only").isZero();
    }

    @Test
    void aPassThatFailsIsLoggedAndTheNextOneComes() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            AtomicBoolean first = new AtomicBoolean(true);
            loop = new Loop("loop-test", () -> {
                if (first.getAndSet(false)) {
                    throw new StackOverflowError("pass");
                }
                passes.release();
            });
            loop.start();
            loop.wake();
            awaitPass();

            assertThat(log.records(Level.SEVERE)).hasSize(1);
            assertThat(log.records(Level.SEVERE).getFirst().getThrown()).hasMessage("pass");
        }
    }

    @Test
    void aLoggerThatFailsEndsNoLoop() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        Loop.Watch watch = new Loop.Watch() {
            @Override
            public void failed(String name, Throwable thrown) {
                told.add(name + " failed: " + thrown.getMessage());
            }

            @Override
            public void well(String name) {
                told.add(name + " is well");
            }

            @Override
            public void ended(String name) {
                told.add(name + " has ended");
            }
        };
        try (LogCapture log = LogCapture.open(record -> {
            throw new OutOfMemoryError("logger");
        })) {
            AtomicInteger count = new AtomicInteger();
            loop = new Loop(ThreadMaker.here(), watch, "loop-test", () -> {
                int pass = count.incrementAndGet();
                passes.release();
                if (pass <= 3) {
                    throw new OutOfMemoryError("pass " + pass);
                }
            });
            loop.start();
            for (int i = 0; i < 5; i++) {
                loop.wake();
                awaitPass();
            }

            assertThat(log.messages(Level.ALL)).isEmpty();
        }
        loop.close();
        assertThat(told)
                .containsExactly(
                        "loop-test failed: pass 1",
                        "loop-test failed: pass 2",
                        "loop-test failed: pass 3",
                        "loop-test is well");
    }

    @Test
    void anInterruptThatAPassLeavesDoesNotMakeTheLoopSpin() throws Exception {
        AtomicInteger count = new AtomicInteger();
        loop = new Loop("loop-test", () -> {
            if (count.incrementAndGet() == 1) {
                Thread.currentThread().interrupt();
            }
            passes.release();
        });
        loop.start();
        loop.wake();
        awaitPass();
        awaitPass();
        awaitPass();

        assertThat(count.get())
                .as("woken, interrupted, and once a second: not a million")
                .isLessThan(10);
    }

    @Test
    void closingWaitsForThePassUnderWayAndThereIsNoOther() throws Exception {
        CountDownLatch inPass = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        loop = new Loop("loop-test", () -> {
            inPass.countDown();
            Await.stubbornly(mayEnd);
            ended.incrementAndGet();
        });
        loop.start();
        loop.wake();
        Await.latch(inPass);
        assertThat(loop.close(Duration.ofMillis(1)))
                .as("its patience ended first")
                .isFalse();
        assertThat(loop.isStopped()).isTrue();
        AtomicInteger endedAtClose = new AtomicInteger(-1);
        Thread closing = Await.start(() -> {
            loop.close();
            endedAtClose.set(ended.get());
        });
        mayEnd.countDown();
        Await.end(closing);
        loop.wake();

        assertThat(endedAtClose).hasValue(1);
        assertThat(loop.close(Duration.ofSeconds(1))).isTrue();
        assertThat(ended).hasValue(1);
    }

    @Test
    void startingAndStoppingAreIdempotentAndStoppingMayComeFirst() throws Exception {
        loop.close();
        loop.close();
        loop.start();
        loop.wake();
        assertThat(loop.isStopped()).isTrue();

        Loop second = new Loop("loop-test", passes::release);
        second.start();
        second.start();
        second.wake();
        awaitPass();
        second.close();
        second.start();
        second.close();
        assertThat(second.isStopped()).isTrue();
    }

    @Test
    void aLoopMayCloseItself() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<Loop> own = new AtomicReference<>();
        loop = new Loop("loop-test", () -> {
            own.get().close();
            closed.countDown();
        });
        own.set(loop);
        loop.start();
        loop.wake();

        Await.latch(closed);
    }

    /** A close that comes between the making of the thread and its start is the one to look for. */
    @Test
    void startingAndStoppingAtOnceIsSafeAndLeavesNoThread() throws Exception {
        Loop[] loops = new Loop[3_000];
        AtomicInteger round = new AtomicInteger(-1);
        Thread starting = Await.start(() -> {
            for (int i = 0; i < loops.length; i++) {
                while (round.get() < i) {
                    Thread.onSpinWait();
                }
                loops[i].start();
            }
        });
        List<Throwable> thrown = new ArrayList<>();
        for (int i = 0; i < loops.length; i++) {
            loops[i] = new Loop("racing", () -> {});
            round.set(i);
            long until = System.nanoTime() + i % 150 * 1_000L;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            try {
                loops[i].close();
            } catch (IllegalThreadStateException e) {
                thrown.add(e);
            }
        }
        Await.end(starting);

        assertThat(thrown).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("racing"));
    }
}
