package dev.taskcast.demo.webhooks;

import dev.taskcast.TaskManager;
import dev.taskcast.task.Retry;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskOptions;
import java.io.IOException;
import java.time.Duration;

/**
 * Tells a receiver of an order. The receiver is made up: it is down for two attempts and takes the third, so that there
 * is a retry to watch.
 *
 * @param answerMillis how long the receiver takes to answer
 */
public record Webhook(int answerMillis) implements TaskHandler {
    /** The task's id. */
    public static final String ID = "deliver-webhook";

    /** How many further attempts there may be. */
    public static final int RETRIES = 3;

    private static final int DOWN_FOR = 2;
    private static final int WAIT_ANSWERS = 6;

    /**
     * Registers it.
     *
     * @param tasks where
     * @param answerMillis how long the receiver takes to answer; the waits before a retry grow with it
     */
    public static void register(TaskManager tasks, int answerMillis) {
        Duration wait = Duration.ofMillis((long) WAIT_ANSWERS * answerMillis);
        TaskOptions options = TaskOptions.builder()
                .title("Deliver a webhook")
                .description("Its receiver is down for two attempts. Tried again by itself.")
                .retry(Retry.times(RETRIES).waits(wait, wait.multipliedBy(2)))
                .keep()
                .build();
        tasks.register(ID, new Webhook(answerMillis), options);
    }

    @Override
    public void run(TaskContext ctx) throws IOException, InterruptedException {
        ctx.progress("Waiting for the receiver");
        Thread.sleep(answerMillis);
        if (ctx.attempt() <= DOWN_FOR) {
            throw new IOException("The receiver answers 503 Service Unavailable");
        }
        ctx.result("Delivered");
    }
}
