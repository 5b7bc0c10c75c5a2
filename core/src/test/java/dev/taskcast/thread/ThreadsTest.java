package dev.taskcast.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    @Test
    void aJoinWaitsThroughAnInterruptAndKeepsIt() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread target = Await.start(() -> Await.latch(mayEnd));
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread joining = Await.start(() -> {
            Thread.currentThread().interrupt();
            ended.set(Threads.join(target, Await.LIMIT));
            interrupted.set(Thread.interrupted());
        });
        mayEnd.countDown();
        Await.end(joining);

        assertThat(ended).isTrue();
        assertThat(interrupted).isTrue();
    }

    @Test
    void aJoinGivesUpWhenItsPatienceEnds() {
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread target = Await.start(() -> Await.latch(mayEnd));

        assertThat(Threads.join(target, Duration.ofMillis(1))).isFalse();
        assertThat(Threads.join(target, Duration.ZERO)).isFalse();
        mayEnd.countDown();
        assertThat(Threads.join(target, Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    }

    @Test
    void aThreadDoesNotWaitForItself() {
        assertThat(Threads.join(Thread.currentThread(), Await.LIMIT)).isTrue();
    }
}
