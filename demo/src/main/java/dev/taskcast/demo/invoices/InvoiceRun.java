package dev.taskcast.demo.invoices;

import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskOptions;
import java.util.Map;

/**
 * The task that the page opens on. The page shows this file, from the first method on.
 *
 * @param invoices to send
 */
public record InvoiceRun(Invoices invoices) implements TaskHandler {

    /**
     * Registers it.
     *
     * @param tasks with a durable store, so that it goes on after a crash
     * @param invoices to send
     */
    public static void register(TaskManager tasks, Invoices invoices) {
        TaskOptions options = TaskOptions.builder()
                .title("Send invoices")
                .restartInterrupted()
                .keep()
                .build();
        tasks.register("send-invoices", new InvoiceRun(invoices), options);
    }

    @Override
    public void run(TaskContext ctx) throws Exception {
        int row = ctx.durable().lastCheckpoint(Integer.class).orElse(0);
        String message = row == 0 ? "Sending" : "Went on from row " + row;
        for (; row < invoices.count(); row++) {
            if (row % 200 == 0) {
                ctx.durable().checkpoint(row); // on disk when this returns
            }
            ctx.progress(message, row, invoices.count());
            invoices.send(row);
        }
        ctx.result(Map.of("sent", row));
    }
}
