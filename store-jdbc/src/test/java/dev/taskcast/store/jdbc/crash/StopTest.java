package dev.taskcast.store.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.store.jdbc.TestPostgres;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Running;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that is stopped (SIGSTOP) for longer than its lease, and goes on, does no step that another has done meanwhile. */
class StopTest {
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @Test
    void aRecordedStepIsDoneOnce() throws Exception {
        PGSimpleDataSource source = (PGSimpleDataSource) TestPostgres.newDatabase();
        AtomicInteger charged = new AtomicInteger();
        Process stopped = Processes.start(StoppedWorker.class, Processes.url(source), String.valueOf(LEASE.toMillis()));
        try (TaskManager other = TaskManager.builder()
                .store(JdbcTaskStore.of(source))
                .lease(LEASE)
                .build()) {
            BufferedReader said = stopped.inputReader();
            assertThat(said.readLine()).isEqualTo("BEGUN 1");
            await().atMost(LONGEST)
                    .until(() -> other.getState(StoppedWorker.TASK).isPresent());
            other.register(
                    StoppedWorker.TASK,
                    ctx -> {
                        int ignored = ctx.durable().once(StoppedWorker.STEP, charged::incrementAndGet);
                    },
                    StoppedWorker.OPTIONS);
            signal(stopped, "STOP");
            await().atMost(LONGEST)
                    .until(() -> other.getState(StoppedWorker.TASK).orElseThrow() instanceof Running running
                            && running.lostSince() > 0);
            await().atMost(LONGEST)
                    .until(() -> other.getState(StoppedWorker.TASK).orElseThrow() instanceof Completed);
            OutputStream orders = stopped.getOutputStream();
            orders.write("go on\n".getBytes(StandardCharsets.UTF_8));
            orders.flush();
            signal(stopped, "CONT");

            assertThat(said.readLine()).isEqualTo("FENCED true");
            assertThat(charged).hasValue(1);
            assertThat(other.getRuns(StoppedWorker.TASK, 10))
                    .extracting(TaskRun::run)
                    .containsExactly(2, 1);
        } finally {
            stopped.destroyForcibly();
        }
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
