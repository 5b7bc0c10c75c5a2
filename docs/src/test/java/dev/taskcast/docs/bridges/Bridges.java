package dev.taskcast.docs.bridges;

import dev.taskcast.TaskManager;
import dev.taskcast.task.CancelSignal;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** The application's own threads and futures. */
final class Bridges {
    private Bridges() {}

    /** The pool's thread does it. Whoever starts the task has it done. */
    static void register(TaskManager tasks, ExecutorService pool, Index index) {
        TaskHandler handler = task -> {
            Future<?> job = pool.submit(() -> index.rebuild(task));
            CancelSignal.Link link = task.signal().cancels(job);
            try {
                job.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception failure ? failure : e;
            } finally {
                link.close();
            }
        };
        // A cancel is for the job, not for the thread that waits for it.
        tasks.register(
                "reindex",
                handler,
                TaskOptions.builder().interruptOnCancel(false).build());
    }

    /** The caller has a future of its own, as before. */
    static Future<?> submit(LiveJobs jobs, ExecutorService pool, List<String> pages) {
        return pool.submit(() -> {
            jobs.run("Indexing", task -> {
                for (String page : task.track("Indexing pages", pages)) {
                    task.log(page);
                }
            });
            return pages.size();
        });
    }

    /** A chain of futures: each stage says how far it is. */
    static CompletableFuture<Integer> order(LiveJobs jobs, Shop shop) throws InterruptedException {
        return jobs.follow(
                "Order",
                task -> shop.reserve()
                        .thenCompose(order -> {
                            task.progress("Paying", 1, 2);
                            return shop.pay(order);
                        })
                        .whenComplete((order, failure) -> task.progress("Sent", 2, 2)));
    }
}
