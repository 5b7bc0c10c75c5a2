package dev.taskcast.demo;

import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A handler that does what a test says, one step after the other. */
final class Script implements TaskHandler {
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final boolean stubborn;

    private Script(boolean stubborn) {
        this.stubborn = stubborn;
    }

    /** A step; the handler goes on while it gives true. */
    @FunctionalInterface
    private interface Step {
        boolean take(TaskContext ctx) throws Exception;
    }

    /** One that stops when it is interrupted. */
    static Script obedient() {
        return new Script(false);
    }

    /** One that does not stop before it is told to {@link #complete}. */
    static Script stubborn() {
        return new Script(true);
    }

    void progress(String message) {
        steps.add(ctx -> {
            ctx.progress(message);
            return true;
        });
    }

    void progress(String message, double current, double total) {
        steps.add(ctx -> {
            ctx.progress(message, current, total);
            return true;
        });
    }

    void plan(double totalWeight) {
        steps.add(ctx -> {
            ctx.plan(totalWeight);
            return true;
        });
    }

    /** A step of the run with a bar of its own, until what it gives is run. */
    Runnable step(String name, double weight, double current, double total) {
        CountDownLatch end = new CountDownLatch(1);
        steps.add(ctx -> {
            ctx.step(name, weight, step -> {
                step.progress("busy", current, total);
                end.await();
            });
            return true;
        });
        return end::countDown;
    }

    void complete(@Nullable Object result) {
        steps.add(ctx -> {
            ctx.result(result);
            return false;
        });
    }

    void fail(String message) {
        steps.add(ctx -> {
            throw new IllegalStateException(message);
        });
    }

    @Override
    public void run(TaskContext ctx) throws Exception {
        for (boolean more = true; more; ) {
            try {
                more = steps.take().take(ctx);
            } catch (InterruptedException e) {
                more = stubborn;
            }
        }
    }
}
