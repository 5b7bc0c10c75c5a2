package dev.taskcast.docs.bridges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskState;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.batch.infrastructure.item.support.ListItemReader;

/** A job of Spring Batch, which runs where it always ran. */
class BatchListenerTest {
    private static final Duration LIMIT = Duration.ofSeconds(60); // a net

    private final TaskManager tasks = TaskManager.create();
    private final LiveJobs jobs = new LiveJobs(tasks, "job");
    private final JobRepository repository = new ResourcelessJobRepository();
    private volatile @Nullable StepExecution running;

    @AfterEach
    void stop() {
        tasks.close();
    }

    private JobExecution run(ItemWriter<Integer> writer) throws Exception {
        BatchListener listener = new BatchListener(jobs, 30);
        Step step = new StepBuilder("orders", repository)
                .<Integer, Integer>chunk(10)
                .reader(new ListItemReader<>(IntStream.range(0, 30).boxed().toList()))
                .writer(writer)
                .listener((org.springframework.batch.core.listener.StepExecutionListener) listener)
                .listener(new org.springframework.batch.core.listener.StepExecutionListener() {
                    @Override
                    public void beforeStep(StepExecution execution) {
                        running = execution;
                    }
                })
                .build();
        Job job = new JobBuilder("import-orders", repository)
                .listener((org.springframework.batch.core.listener.JobExecutionListener) listener)
                .start(step)
                .build();
        JobExecution execution = repository.createJobExecution(
                repository.createJobInstance(job.getName(), new JobParameters()),
                new JobParameters(),
                new ExecutionContext());
        job.execute(execution);
        await().atMost(LIMIT).until(() -> task().status().isTerminal());
        return execution;
    }

    private TaskState task() {
        return tasks.getAllStates().getFirst();
    }

    @Test
    void itsBarMovesWithEachChunk() throws Exception {
        AtomicInteger chunks = new AtomicInteger();
        JobExecution execution = run(chunk -> {
            int before = chunks.getAndIncrement() * 10;
            if (before > 0) {
                await().atMost(LIMIT).until(() -> task().toString().contains("current=" + before));
            }
        });
        assertThat(execution.getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(task()).isInstanceOf(TaskState.Completed.class);
        assertThat(task().identity().title()).isEqualTo("import-orders");
    }

    @Test
    void itsFailureIsTheTasks() throws Exception {
        JobExecution execution = run(chunk -> {
            throw new IllegalStateException("No disk");
        });
        assertThat(execution.getStatus()).isEqualTo(BatchStatus.FAILED);
        assertThat(((TaskState.Failed) task()).error()).contains("No disk");
    }

    @Test
    void aCancelStopsItAfterItsChunk() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        JobExecution execution = run(chunk -> {
            if (told.getCount() > 0) {
                tasks.cancel(task().id());
                told.countDown();
                StepExecution step = Objects.requireNonNull(running);
                await().atMost(LIMIT).until(step::isTerminateOnly); // a cancel calls back on a thread of its own
            }
        });
        assertThat(execution.getStatus()).isEqualTo(BatchStatus.STOPPED);
        assertThat(task()).isInstanceOf(TaskState.Canceled.class);
    }
}
