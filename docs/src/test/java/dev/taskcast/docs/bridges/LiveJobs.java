package dev.taskcast.docs.bridges;

import dev.taskcast.TaskManager;
import dev.taskcast.task.CancelSignal;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows jobs that run elsewhere, on threads of their own, as tasks: a task for each job. Thread-safe. */
public final class LiveJobs {
    private final Map<String, LiveJob> waiting = new ConcurrentHashMap<>();
    private final TaskManager tasks;
    private final TaskType<String, Void> type;

    public LiveJobs(TaskManager tasks, String name) {
        this.tasks = tasks;
        // The handler only waits for the job. A cancel is for the job: the run is over when that has ended.
        TaskOptions options =
                TaskOptions.builder().queue(name).interruptOnCancel(false).build();
        type = tasks.type(
                name,
                String.class,
                Void.class,
                this::await,
                TypeOptions.<String>builder().tasks(options).build());
    }

    /** Makes a task, and waits for its turn. The caller has to end the job, whatever happens. */
    public LiveJob begin(String title) throws InterruptedException {
        String id = UUID.randomUUID().toString();
        LiveJob job = new LiveJob();
        waiting.put(id, job);
        try {
            tasks.submit(
                    type, title, SubmitOptions.builder().id(id).title(title).build());
            job.awaitTurn(id, () -> tasks.getState(id));
            return job;
        } catch (Throwable t) { // interrupted, canceled, refused: a handler that begins just now waits for nothing
            job.fail(t);
            tasks.cancel(id);
            throw t;
        } finally {
            waiting.remove(id);
        }
    }

    /** Does a job on this thread, with a task that shows it. */
    public void run(String title, TaskHandler work) throws Exception {
        LiveJob job = begin(title);
        try {
            work.run(job.task());
            job.complete();
        } catch (Throwable t) {
            job.fail(t);
            throw t;
        }
    }

    /** Begins a job that ends with its future. A cancel of the task cancels the future. */
    public <T> CompletableFuture<T> follow(String title, Function<TaskContext, CompletableFuture<T>> work)
            throws InterruptedException {
        LiveJob job = begin(title);
        try {
            CompletableFuture<T> future = work.apply(job.task());
            CancelSignal.Link link = job.task().signal().cancels(future);
            return future.whenComplete((result, failure) -> {
                link.close();
                if (failure == null) {
                    job.complete();
                } else {
                    job.fail(failure);
                }
            });
        } catch (Throwable t) {
            job.fail(t);
            throw t;
        }
    }

    /** The handler. */
    private @Nullable Void await(TaskContext task, String title) throws Exception {
        LiveJob job = waiting.remove(task.id());
        if (job == null) {
            throw new IllegalStateException("This job is begun by the application, and can't be started from here");
        }
        return job.await(task);
    }
}
