package dev.taskcast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a store whoever is there commits what others have submitted too; a handler has nothing of either. */
class InheritTest {
    private static final InheritableThreadLocal<String> USER = new InheritableThreadLocal<>();
    private static final int USERS = 8;
    private static final int EACH = 50;

    @TempDir
    Path folder;

    @Test
    void ofHundredsOfSubmitsNoHandlerSeesAnybodysUser() throws InterruptedException {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        CountDownLatch left = new CountDownLatch(USERS * EACH);
        try (TaskManager tasks =
                TaskManager.builder().store(JdbcTaskStore.embedded(folder)).build()) {
            TaskType<String, Void> type = tasks.type("t", String.class, Void.class, (ctx, payload) -> {
                seen.add(USER.get() + " for " + payload);
                left.countDown();
                return null;
            });
            List<Thread> users = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                String user = "user-" + i;
                users.add(Thread.ofPlatform().start(() -> {
                    USER.set(user);
                    for (int n = 0; n < EACH; n++) {
                        tasks.submit(
                                type, user, SubmitOptions.builder().owner(user).build());
                    }
                }));
            }
            for (Thread user : users) {
                user.join();
            }
            assertThat(left.await(60, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(seen).hasSize(USERS * EACH).allMatch(each -> each.startsWith("null for user-"));
    }
}
