package dev.taskcast.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShortLockTest {
    private final ShortLock lock = new ShortLock();
    private int count; // guarded by the lock

    @Test
    void onlyOneThreadHasItOfEitherKind() throws Exception {
        int rounds = 20_000;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread.Builder builder = i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
            threads.add(builder.start(() -> {
                for (int round = 0; round < rounds; round++) {
                    lock.lock();
                    try {
                        count++;
                    } finally {
                        lock.unlock();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            Await.end(thread);
        }

        lock.lock();
        assertThat(lock.isHeld()).isTrue();
        assertThat(count).isEqualTo(4 * rounds);
        lock.unlock();
        assertThat(lock.isHeld()).isFalse();
    }
}
