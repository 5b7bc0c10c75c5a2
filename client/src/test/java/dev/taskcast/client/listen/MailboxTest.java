package dev.taskcast.client.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.thread.ThreadMaker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A listener's mailbox where memory is short. */
class MailboxTest {
    @Test
    void aThreadThatFailsIsFollowedByAnother() {
        AtomicInteger calls = new AtomicInteger();
        BoundedQueue<String> queue = new BoundedQueue<>(true);
        Mailbox.Waiting<String> failing = new Mailbox.Waiting<>() {
            @Override
            public void add(String what) {
                queue.add(what);
            }

            @Override
            public @Nullable String next() {
                if (calls.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("the test's own");
                }
                return queue.next();
            }

            @Override
            public boolean isFull() {
                return queue.isFull();
            }
        };
        List<String> told = new CopyOnWriteArrayList<>();
        Mailbox<String> mailbox = new Mailbox<>(failing, told::add, ThreadMaker.here(), closed -> {});
        boolean waited = mailbox.tell("first");
        assertThat(waited).isFalse();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            assertThat(mailbox.tell("second")).isFalse(); // once the first thread has failed
            return told.contains("second");
        });
        assertThat(told).startsWith("first", "second");
        mailbox.close();
    }
}
