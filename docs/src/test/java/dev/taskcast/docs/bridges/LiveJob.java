package dev.taskcast.docs.bridges;

import dev.taskcast.task.TaskCanceledException;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskState;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One job that runs elsewhere: its task, and how it ends. Thread-safe. */
public final class LiveJob {
    private final CompletableFuture<TaskContext> turn = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

    LiveJob() {}

    /** What the job reports to, from any thread. It is told there that it was canceled. */
    public TaskContext task() {
        return turn.join();
    }

    /** Only the first end counts. */
    public void complete() {
        end.complete(null);
    }

    /** The message becomes the task's error. */
    public void fail(Throwable failure) {
        boolean isWrapped = failure instanceof CompletionException && failure.getCause() != null;
        end.completeExceptionally(isWrapped ? failure.getCause() : failure);
    }

    /** The job's side: a task that is canceled while it waits has no turn. */
    void awaitTurn(String id, Supplier<Optional<TaskState>> state) throws InterruptedException {
        while (true) {
            try {
                turn.get(1, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException notYet) {
                if (state.get().map(task -> task.status().isTerminal()).orElse(true)) {
                    throw new TaskCanceledException(id);
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e); // nothing gives it an exception
            }
        }
    }

    /** The task's side. */
    @Nullable
    Void await(TaskContext task) throws Exception {
        turn.complete(task);
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }
}
