package dev.taskcast.docs.bridges;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.listener.ItemWriteListener;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;

/** Shows a job of Spring Batch as a task. For one execution at a time. */
public final class BatchListener implements JobExecutionListener, StepExecutionListener, ItemWriteListener<Object> {
    private final LiveJobs jobs;
    private final double total;
    private final AtomicLong written = new AtomicLong();
    private volatile @Nullable LiveJob job;

    /** The total is how many items there are; NaN where nobody knows. */
    public BatchListener(LiveJobs jobs, double total) {
        this.jobs = jobs;
        this.total = total;
    }

    @Override
    public void beforeJob(JobExecution execution) {
        try {
            job = jobs.begin(execution.getJobInstance().getJobName());
            written.set(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A cancel ends the step after its chunk: its status is STOPPED, and it can be restarted. */
    @Override
    public void beforeStep(StepExecution step) {
        LiveJob current = job;
        if (current != null) {
            current.task().signal().onCancel(step::setTerminateOnly);
        }
    }

    @Override
    public void afterWrite(Chunk<? extends Object> items) {
        LiveJob current = job;
        if (current != null) {
            current.task().progress("Writing", (double) written.addAndGet(items.size()), total);
        }
    }

    @Override
    public void afterJob(JobExecution execution) {
        LiveJob current = job;
        if (current == null) {
            return; // it had no turn
        }
        if (execution.getStatus() == BatchStatus.COMPLETED) {
            current.complete();
        } else {
            current.fail(failure(execution));
        }
    }

    /** What went wrong in the application's own code: Spring wraps it. */
    private static Throwable failure(JobExecution execution) {
        Throwable failure = execution.getAllFailureExceptions().stream()
                .findFirst()
                .orElseGet(() -> new IllegalStateException("The job is " + execution.getStatus()));
        while (failure.getCause() != null) {
            failure = failure.getCause();
        }
        return failure;
    }
}
